"""The HTML of a report, which its page and its PDF share."""

from dataclasses import replace

from consult.report import Run, TableBlock, TextBlock
from consult.report.html import html_of
from tests.support.reports import hard_report

REPORT = hard_report(1)


def test_parts_begin_below_the_title_of_a_page():
    html = html_of(REPORT)
    assert "<h1" not in html and '<h2 id="part-0">' in html and "<h4" in html


def test_a_sentence_leads_to_its_first_comments_and_says_how_many_more():
    html = html_of(replace(REPORT, blocks=(TextBlock(runs=(Run(text="ค้าน", cites=(7, 8, 9, 10, 11)),)),)))
    assert 'href="/consultations/15/comments/7/"' in html and "/comments/10/" not in html and "+2" in html


def test_numbers_stand_under_each_other_and_a_number_says_itself():
    table = next(block for block in REPORT.blocks if isinstance(block, TableBlock))
    html = html_of(replace(REPORT, blocks=(table,)))
    assert html.count('<th scope="col" class="amount">') == 2 and '<data value="1237">' in html


def test_what_people_wrote_is_text():
    html = html_of(replace(REPORT, blocks=(TextBlock(runs=(Run(text="<script>มาตรา ๑</script>"),)),)))
    assert "<script>" not in html and '<span class="whole">มาตรา ๑</span>' in html
