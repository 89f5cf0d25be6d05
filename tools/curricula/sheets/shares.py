"""The sheet of shares: hours and credits by category, calculated from the course plan as it is typed."""

from collections.abc import Callable
from typing import get_args

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from curricula.editions.edition import Edition
from curricula.model.common import CourseCategory
from curricula.sheets.layout import Entry

SHARES = "shares"
Formula = Callable[[Worksheet, int, int, str, float], None]


def write_shares(
    page: Worksheet, plan: Worksheet, courses: list[Entry], edition: Edition, formula: Formula
) -> None:
    """A row for each category, the total, and the shares of practice and of electives."""
    for place, label in enumerate(("category", "number-of-courses", "credits", "hours", "share"), 1):
        page.cell(1, place, edition.label(label))
    letters = _letters(plan, edition)
    categories = get_args(CourseCategory)
    total = len(categories) + 2
    hours_of_all = sum(course.item["hours"]["total"] for course in courses) or 1

    def column(label: str) -> str:
        return f"'{plan.title}'!${letters[label]}:${letters[label]}"

    for row, category in enumerate(categories, 2):
        members = [course.item for course in courses if course.item["category"] == category]
        page.cell(row, 1, edition.label(f"course.{category}"))
        formula(page, row, 2, f"=COUNTIF({column('category')},A{row})", len(members))
        for place, label in ((3, "credits"), (4, "hours")):
            sums = {"credits": sum(item["credits"] for item in members),
                    "hours": sum(item["hours"]["total"] for item in members)}
            formula(page, row, place, f"=SUMIF({column('category')},A{row},{column(label)})", sums[label])
        hours = sum(item["hours"]["total"] for item in members)
        formula(page, row, 5, f"=D{row}/D${total}", hours / hours_of_all)
    page.cell(total, 1, edition.label("total"))
    everything = (len(courses), sum(course.item["credits"] for course in courses), hours_of_all)
    for place, (letter, result) in enumerate(zip("BCD", everything, strict=True), 2):
        formula(page, total, place, f"=SUM({letter}2:{letter}{total - 1})", result)
    formula(page, total, 5, f"=D{total}/D${total}", 1)
    practice = sum(course.item["hours"].get("practice", 0) for course in courses)
    elective = sum(course.item["hours"]["total"] for course in courses if course.item["choice"] == "elective")
    sum_of_practice = f"='{plan.title}'!{letters['practice']}{len(courses) + 2}"
    word = edition.label("choice.elective").replace('"', '""')
    sum_of_electives = f'=SUMIF({column("choice")},"{word}",{column("hours")})'
    closing = (("share-of-practice", sum_of_practice, practice), ("share-of-electives", sum_of_electives, elective))
    for row, (label, words, result) in enumerate(closing, total + 1):
        page.cell(row, 1, edition.label(label))
        formula(page, row, 4, words, result)
        formula(page, row, 5, f"=D{row}/D${total}", result / hours_of_all)


def _letters(plan: Worksheet, edition: Edition) -> dict[str, str]:
    """The letters of the columns of the plan that are counted, by the labels at their heads."""
    heads = {str(cell.value): get_column_letter(place) for place, cell in enumerate(plan[1], 1)}
    return {label: heads[edition.label(label)] for label in ("category", "choice", "credits", "hours", "practice")}
