"""Open data of a hearing of 700,000 rows on PostgreSQL: how long the folder takes, how much memory, how large it is (a part of bench-result).

    python -m bench.open_data [COMMENTS]

100,000 comments come with 20,500 replies, 502,000 votes on comments and 100,000 on sections: 722,500 rows.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench.hearing import make_hearing
from tests.support.postgres import postgres
from tests.support.site import Site

COMMENTS = 100_000
#: Of the whole process, in megabytes
MOST_MEMORY = 512
#: Rows made by SQL have no leaves: one for each comment and vote, that of a vote in its hour
_LEAVES = """
INSERT INTO consult_loggedact (hearing, kind, "row", at, commitment)
SELECT %(pk)s, 'comment', id, posted_at, sha256(('c' || id)::bytea) FROM consult_comment WHERE consultation_id = %(pk)s
UNION ALL SELECT %(pk)s, 'vote', id, date_trunc('hour', cast_at), sha256(('v' || id)::bytea) FROM consult_vote;
INSERT INTO consult_logopening (entry_id, person_id, salt, act)
SELECT a.id, c.author_id, decode(md5('c' || c.id), 'hex'), '' FROM consult_loggedact a JOIN consult_comment c ON a.kind = 'comment' AND a.row = c.id
WHERE a.leaf_index IS NULL ON CONFLICT DO NOTHING;
INSERT INTO consult_logopening (entry_id, person_id, salt, act)
SELECT a.id, v.voter_id, decode(md5('v' || v.id), 'hex'), '' FROM consult_loggedact a JOIN consult_vote v ON a.kind = 'vote' AND a.row = v.id
WHERE a.leaf_index IS NULL ON CONFLICT DO NOTHING"""
_SIGN = """
import time
from consult.actions import sign_checkpoint
began = time.process_time()
signed = sign_checkpoint(occasion='bench', hearing=%d)
print(signed.size, time.process_time() - began)
"""
_WRITE = """
import json, resource, sys, time
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from analysis.opendata.folder import write_folder
from consult.models import Consultation
hearing = Consultation.objects.select_related("agency", "draft").get(pk=int(sys.argv[1]))
began = time.process_time()
files, _counted = write_folder(Path(sys.argv[2]), hearing, number=1, made_at=timezone.now())
print(json.dumps({
    "rows": {file.table: file.rows for file in files if file.name.endswith(".csv") and file.table},
    "bytes": sum(file.size for file in files),
    "cpu": time.process_time() - began,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def open_data(comments: int = COMMENTS) -> None:
    """Raises SystemExit where it takes more memory than MOST_MEMORY."""
    with TemporaryDirectory() as made, postgres() as url:
        folder = Path(made)
        site = Site(folder, database_url=url)
        try:
            site.start()
            hearing = make_hearing(site, url, comments)
            with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
                connection.execute("SET session_replication_role = replica")
                connection.execute(_LEAVES, {"pk": hearing["pk"]})
                connection.execute("VACUUM ANALYZE consult_loggedact, consult_logopening")
            leaves, of_signing = site.manage("shell", "--no-imports", stdin=_SIGN % hearing["pk"]).split()[-2:]
            out = folder / "written"
            out.mkdir()
            began = time.monotonic()
            told = subprocess.run(
                [sys.executable, "-c", _WRITE, str(hearing["pk"]), str(out)],
                env=site.env | {"DJANGO_SETTINGS_MODULE": "config.settings"},
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            took = time.monotonic() - began
        finally:
            site.stop()
    found = json.loads(told.stdout.splitlines()[-1])
    rows = found["rows"]["comments"] + found["rows"]["votes"]
    print(f"open data: {rows:,} comments and votes, {found['bytes'] / 1e6:,.0f} MB of files")
    print(f"{int(leaves):,} leaves numbered and signed in {float(of_signing):.0f} CPU s")
    print(f"{found['cpu']:.0f} CPU s in {took:.0f} s, {found['memory']:.0f} MB of memory at most")
    if found["memory"] > MOST_MEMORY:
        raise SystemExit(f"More than {MOST_MEMORY} MB of memory.")


if __name__ == "__main__":
    open_data(*map(int, sys.argv[1:]))
