"""A hearing of any size on PostgreSQL, by SQL in minutes, the same rows every time.

Shape: 30 sections; N comments, 40 % of them on the first section, and N/5 replies; 5 votes a comment; N votes on sections; one
popular comment with N/50 votes and N/200 replies more; each comment placed by an analysis of the first thousand. Texts are those
of the demonstration. Guards and counting triggers step aside while rows are made (``session_replication_role``); kept figures
are counted once at the end.
"""

import csv

import psycopg

from bench.measure import DEMO

SECTIONS = 30
#: comments that are really analysed; the run of a larger hearing is theirs, with a row for every comment
ANALYSED = 1_000

START = """
from cms.actions import open_site
from consult.models import Membership
open_site(heading="รับฟัง ก่อนตัดสินใจ", introduction="อ่านร่างกฎหมาย แล้วบอกความเห็น", by=platform_staff())
consultation = make_consultation(*[f"ข้อความของมาตราที่ {n} ซึ่งยาวพอสมควรสำหรับการอ่าน " * 4 for n in range(SECTIONS)])
officer = officer_of(consultation)
actions.appoint(user=officer, agency=consultation.agency, role=Membership.Role.ANALYST, by=platform_staff())
made = {
    "pk": consultation.pk,
    "sections": [section.pk for section in consultation.draft.sections.all()],
    "officer": officer.email,
    "voters": [make_user().email for _ in range(4)],
}
"""

ANALYSE = """
from analysis.models import AnalysisRun
from consult.models import Consultation
from tests.support.analyses import run
print(run(Consultation.objects.get(pk=PK)).pk)
made = {}
"""

PEOPLE = """
INSERT INTO consult_user (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email, alias, alias_form,
    unread_notices, wants_mail, level, consented_to, told_age)
SELECT '!', false, '', '', false, true, now(), 'p' || n || '@bench.example', 'คนที่ ' || n, 'คนที่ ' || n, 0, false, 2, '', 0
FROM generate_series(%(from)s, %(to)s) n
"""
#: As random as the site's own, and the same every time
WHO = """
CREATE FUNCTION pg_temp.who(account bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT ('x' || substr(md5(account::text), 1, 15))::bit(60)::bigint $$
"""
PARTICIPANTS = """
INSERT INTO consult_participant (id, account_id, consultation_id, level, company_number)
SELECT pg_temp.who(id), id, %(pk)s, level, '' FROM consult_user WHERE password = '!'
"""
COMMENTS = """
INSERT INTO consult_comment (consultation_id, section_id, parent_id, participant_id, text, public_text, search_text, language, stance,
    channel, client_key, posted_at, is_visible, hidden_reason)
SELECT %(pk)s, %(first_section)s + CASE WHEN n %% 10 < 4 THEN 0 ELSE (n %% 9973) %% %(sections)s END, NULL,
    pg_temp.who(%(first_person)s + (n::bigint * 7919) %% %(people)s), t.text, t.text, t.search, 'th', (ARRAY['agree','partly','disagree',''])[1 + n %% 4],
    'web', gen_random_uuid(), %(opened)s + (n %% 900) * interval '1 minute' * 15, true, ''
FROM generate_series(%(from)s, %(to)s) n JOIN bench_text t ON t.place = n %% %(texts)s
"""
REPLIES = """
INSERT INTO consult_comment (consultation_id, section_id, parent_id, participant_id, text, public_text, search_text, language, stance,
    channel, client_key, posted_at, is_visible, hidden_reason)
SELECT %(pk)s, c.section_id, c.id, pg_temp.who(%(first_person)s + (n::bigint * 7907) %% %(people)s), t.text, t.text, t.search, 'th', '',
    'web', gen_random_uuid(), c.posted_at, true, ''
FROM generate_series(1, %(replies)s + %(popular_replies)s) n JOIN bench_text t ON t.place = n %% %(texts)s
JOIN consult_comment c ON c.id = CASE WHEN n <= %(replies)s THEN %(first)s + (n * 31) %% %(comments)s ELSE %(popular)s END
"""
COMMENT_VOTES = """
INSERT INTO consult_vote (participant_id, comment_id, choice, level, cast_at)
SELECT pg_temp.who(%(first_person)s + (n + k * 104729) %% %(people)s), %(first)s + n, (n * 13 + k * 5) %% 3 - 1, 2, now()
FROM generate_series(0, %(comments)s - 1) n, generate_series(0, 4) k WHERE %(first)s + n <> %(popular)s
UNION ALL SELECT pg_temp.who(%(first_person)s + k), %(popular)s, k %% 3 - 1, 2, now() FROM generate_series(0, %(popular_votes)s - 1) k
"""
SECTION_VOTES = """
INSERT INTO consult_vote (participant_id, section_id, choice, level, cast_at)
SELECT pg_temp.who(%(first_person)s + n %% %(people)s), %(first_section)s + (n / %(people)s), n %% 3 - 1, 2, now()
FROM generate_series(0, %(comments)s - 1) n
"""
ASSIGNMENTS = """
INSERT INTO analysis_assignment (run_id, comment_id, theme, subtheme, reason, campaign, incremental)
SELECT %(run)s, c.id, COALESCE(a.theme, ''), COALESCE(a.subtheme, ''), COALESCE(a.reason, 'unclustered'), COALESCE(a.campaign, ''),
    false
FROM consult_comment c LEFT JOIN analysis_assignment a ON a.run_id = %(run)s AND a.comment_id = %(first)s + c.id %% %(analysed)s
WHERE c.consultation_id = %(pk)s AND c.id > %(last_analysed)s
"""
#: As long as if every comment had been analysed
LISTS = """
UPDATE analysis_runlist SET entries = (SELECT jsonb_agg(e) FROM jsonb_array_elements(entries) e, generate_series(1, %(comments)s / %(analysed)s))
WHERE run_id = %(run)s
"""
LARGEST_THEME = (
    "SELECT theme FROM analysis_assignment WHERE run_id = %s AND theme <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
)


def make_hearing(site, database_url: str, comments: int) -> dict:
    """A site's database with one such hearing; returns ids and addresses for the bench."""
    made = site.make(f"SECTIONS = {SECTIONS}\n{START}")
    with psycopg.connect(database_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        index = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'comments_by_three_letters'"
        ).fetchone()[0]
        connection.execute("DROP INDEX comments_by_three_letters")  # faster made at the end than kept
        people = comments // 2 + 200
        connection.execute(PEOPLE, {"from": 1, "to": people})
        connection.execute(WHO)
        connection.execute(PARTICIPANTS, {"pk": made["pk"]})
        texts = _texts(connection)
        known = {
            "pk": made["pk"],
            "first_section": made["sections"][0],
            "sections": SECTIONS,
            "people": people,
            "first_person": connection.execute("SELECT min(id) FROM consult_user WHERE password = '!'").fetchone()[0],
            "texts": texts,
            "comments": comments,
            "opened": connection.execute("SELECT opens_at - interval '9 days' FROM consult_consultation").fetchone()[0],
        }
        analysed = min(comments, ANALYSED)
        connection.execute(COMMENTS, known | {"from": 0, "to": analysed - 1})
        first = connection.execute("SELECT min(id) FROM consult_comment").fetchone()[0]
        run = int(site.manage("shell", "--no-imports", stdin=f"PK = {made['pk']}\n{ANALYSE}").split()[0])
        connection.execute(COMMENTS, known | {"from": analysed, "to": comments - 1})
        known |= {"first": first, "popular": first + 3, "replies": comments // 5, "run": run, "analysed": analysed}
        known |= {"popular_replies": comments // 200, "popular_votes": max(5, comments // 50)}
        known |= {"last_analysed": first + analysed - 1}
        for statement in (REPLIES, COMMENT_VOTES, SECTION_VOTES, ASSIGNMENTS, LISTS):
            connection.execute(statement, known)
        connection.execute(index)
    site.manage("recount")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        author = connection.execute(
            "SELECT u.id, u.email FROM consult_user u JOIN consult_participant p ON p.account_id = u.id "
            "JOIN consult_comment c ON c.participant_id = p.id WHERE c.id = %s",
            [known["popular"]],
        ).fetchone()
        theme = connection.execute(LARGEST_THEME, [run]).fetchone()[0]
    site.manage("shell", "--no-imports", stdin=_with_password(author[0]))
    return made | {
        "popular": known["popular"],
        "last": first + comments - 1,
        "author": author[1],
        "run": run,
        "theme": theme,
    }


def _with_password(user: int) -> str:
    return f"from consult.models import User\nu = User.objects.get(pk={user})\nu.set_password('a-long-password')\nu.save()\n"


def _texts(connection) -> int:
    """The texts of the demonstration as a table; how many there are."""
    from consult.thai.normal_form import search_form

    with (DEMO / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    connection.execute("CREATE TEMP TABLE bench_text (place int primary key, text text, search text)")
    rows = [(n, text, search_form(text)) for n, text in enumerate(texts)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_text VALUES (%s, %s, %s)", rows)
    return len(texts)
