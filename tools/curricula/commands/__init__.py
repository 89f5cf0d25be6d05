"""Write, translate, publish and adopt curriculum standards."""
