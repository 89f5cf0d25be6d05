"""The channel: releases as plain files that any web server hands out, and the mirror that keeps a copy of them."""
