"""Budgets of a page in a real Chromium on a slow telephone: slow 4G (1.6 Mbit/s, 150 ms), processor four times slower.

``python -m bench.browser [LAW.json]`` measures a draft of 30 sections with 1,000 comments and one of 1,800 sections:
LAW.json is a list of ``{"number": "1", "paragraphs": ["…"]}``; without it a text of the same size is made up. Median of
three first visits each with an empty cache. Ends with 1 when a budget is missed. The browser and the site share this
machine's cores, so a busy machine makes every time longer; bytes and layout shift do not depend on it.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.e2e.walk import with_password
from tests.support.browser import chromium
from tests.support.site import Site

ROUNDS = 3
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
PHONE = {"width": 360, "height": 740}

SEED = """
import json, random, uuid
from django.utils import timezone
from consult.actions.draft import SectionText
from consult.thai.normal_form import search_form
random.seed(1)
LAW = json.loads({law!r})
consultation = make_consultation(*[f"ผู้ใดประสงค์จะยื่นคำขอตามหมวดนี้ให้ยื่นต่อสำนักงานภายใน {{n}} วัน " * 5 for n in range(30)])
sections = list(consultation.draft.sections.all())
people = User.objects.bulk_create([User(email=f"bench{{n}}@example.org", alias=f"ผู้ทดสอบ {{n}}") for n in range(200)])
people = [Participant(account=one, consultation=consultation) for one in people]
Participant.objects.bulk_create(people)
def said(n):
    text = f"ความคิดเห็นที่ {{n}} อยากให้มีช่องทางสำหรับผู้สูงอายุและคนพิการในพื้นที่ห่างไกล " * 2
    return Comment(consultation=consultation, section=random.choice(sections), participant=random.choice(people), text=text,
                   public_text=text, search_text=search_form(text), stance=random.choice(["agree", "partly", "disagree", ""]),
                   posted_at=timezone.now())
Comment.objects.bulk_create([said(n) for n in range(1000)])
long = make_consultation()
actions.issue_version(consultation=long, by=officer_of(long), sections=[
    SectionText(anchor=uuid.uuid4(), unit="มาตรา", number=one["number"], text="\\n".join(one["paragraphs"])) for one in LAW])
voter = make_user()
busiest = max(sections, key=lambda section: section.comments.count())
made = {{"pk": consultation.pk, "section": busiest.pk, "long": long.pk, "email": voter.email}}
"""

WATCH = """
window.seen = {fcp: 0, lcp: 0, cls: 0, inp: 0};
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.name === "first-contentful-paint") seen.fcp = e.startTime })
  .observe({type: "paint", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value })
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.inp = Math.max(seen.inp, e.duration) })
  .observe({type: "event", durationThreshold: 16, buffered: true});
"""

#: what a page may cost: seconds, shift, kilobytes
BUDGETS = {"fcp": 1.8, "lcp": 2.5, "cls": 0.05, "kB": 120, "fonts kB": 60, "interaction": 0.2}

#: and where it differs for a draft of 1,800 sections, which need only stay usable
LONG = {"kB": 300, "fcp": 2.5, "lcp": 3}


def made_up_law() -> list[dict]:
    """1,800 sections with as much text as the Civil and Commercial Code has."""
    sentence = "ถ้าคู่กรณีมิได้แสดงเจตนาไว้เป็นอย่างอื่น ท่านให้ถือว่าสัญญาเกิดขึ้นเมื่อคำสนองไปถึงผู้เสนอ "
    return [{"number": str(n), "paragraphs": [sentence * (1 + n % 5), sentence * (n % 3 + 1)]} for n in range(1, 1801)]


def visit(browser: Browser, site: Site, path: str, *, act, cookies: list) -> dict[str, float]:
    """One first visit on the slow telephone, then ``act(page)`` for the time an interaction takes."""
    context = browser.new_context(base_url=site.address, viewport=PHONE, device_scale_factor=2, locale="th-TH")
    context.add_cookies(cookies)
    page = context.new_page()
    page.add_init_script(WATCH)
    cdp = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {"": 0, "Font": 0}
    cdp.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def weigh(event: dict) -> None:
        weights[""] += event["encodedDataLength"]
        if kinds.get(event["requestId"]) == "Font":
            weights["Font"] += event["encodedDataLength"]

    cdp.on("Network.loadingFinished", weigh)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", NETWORK)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1500)
    weight, fonts = weights[""], weights["Font"]
    act(page)
    page.wait_for_timeout(1500)
    seen = page.evaluate("seen")
    context.close()
    return {
        "fcp": seen["fcp"] / 1000,
        "lcp": seen["lcp"] / 1000,
        "cls": seen["cls"],
        "kB": weight / 1000,
        "fonts kB": fonts / 1000,
        "interaction": seen["inp"] / 1000,
    }


def vote(page: Page) -> None:
    page.locator(".section .vote__button--agree").first.click()
    page.locator('.section .vote__button--agree[aria-pressed="true"]').first.wait_for()


def write(page: Page) -> None:
    page.locator("textarea").press_sequentially("เห็นด้วยกับร่าง")


def open_outline(page: Page) -> None:
    page.locator(".outline summary").click()


def search(page: Page) -> None:
    page.fill("#draft-q", "สัญญา")


def signed_in(browser: Browser, site: Site, email: str) -> list:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/accounts/login/")
    with_password(page, email, "a-long-password")
    page.wait_for_url("**/consultations/**")
    cookies = context.cookies()
    context.close()
    return cookies


def main() -> None:
    law = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else made_up_law()
    missed = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Site(Path(folder))
        try:
            site.start()
            made = site.make(SEED.format(law=json.dumps(law[:1800], ensure_ascii=False)))
            cookies = signed_in(browser, site, made["email"])
            root = f"/consultations/{made['pk']}/"
            pages = [
                ("30 sections, 1,000 comments: vote", root, vote, {}),
                ("section with its comments: write", f"{root}sections/{made['section']}/", write, {}),
                ("1,800 sections: outline", f"/consultations/{made['long']}/", open_outline, LONG),
                ("1,800 sections: search", f"/consultations/{made['long']}/?q=สัญญา", search, LONG),
            ]
            print(f"{'page':38}" + "".join(f"{name:>12}" for name in BUDGETS))
            for name, path, act, other in pages:
                runs = [visit(browser, site, path, act=act, cookies=cookies) for _ in range(ROUNDS)]
                median = {key: statistics.median(run[key] for run in runs) for key in BUDGETS}
                print(f"{name:38}" + "".join(f"{median[key]:>12.3g}" for key in BUDGETS), flush=True)
                missed += [f"{name}: {key}" for key, most in (BUDGETS | other).items() if median[key] > most]
        finally:
            site.stop()
    if missed:
        sys.exit("Over budget: " + "; ".join(missed))


if __name__ == "__main__":
    main()
