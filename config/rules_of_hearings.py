"""What a hearing owes to people by the kind of its draft: settings, each a documented default and not a legal fact.

Read by `config/settings.py`; docs/operator.md says where each figure comes from and what is unverified.
"""

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()

#: Days a hearing is open at least, by the kind of its draft; below it a reason and a second officer, both public. Unverified:
#: see docs/operator.md for where the figures come from
HEARING_LEAST_DAYS = {"act": 15, "decree": 15, "regulation": 15, "local": 0, "policy": 0} | {
    kind: int(days) for kind, days in env.dict("HEARING_LEAST_DAYS", default={}).items()
}

#: From which level on a new hearing takes votes, answers and comments before its officer chooses: guest, email or person
LEAST_LEVEL = env.str("LEAST_LEVEL", "email")

#: What people consent to before their first act, word for word; other words ask everybody again, none ask nobody. Unverified
CONSENT_WORDS = env.str(
    "CONSENT_WORDS",
    "สิ่งที่ฉันโหวตหรือเขียนในเรื่องนี้อาจแสดงความคิดเห็นทางการเมือง ซึ่งกฎหมายคุ้มครองเป็นพิเศษ "
    "ฉันยินยอมให้หน่วยงานเก็บ ใช้ และเผยแพร่สิ่งที่ฉันส่งภายใต้ชื่อที่แสดง เพื่อจัดทำร่างและสรุปผลการรับฟังความคิดเห็น "
    "และถอนความยินยอมได้ทุกเมื่อที่หน้า “ข้อมูลของฉัน”",
)

#: What a hearing has to tell before it is published: the parts of each tier by their names in consult/models/facts.py ("attachments" is one)
HEARING_PARTS = {
    "light": env.list("HEARING_PARTS_LIGHT", default=["problem", "affected_groups", "contact_person", "contact_phone"]),
    "full": env.list(
        "HEARING_PARTS_FULL",
        default=[
            "problem",
            "necessity",
            "principles",
            "alternatives",
            "affected_groups",
            "impact",
            "contact_person",
            "contact_phone",
        ],
    ),
}
SECTION_77 = _(
    "Section 77 of the Constitution and sections 13 and 14 of the Act on drafting laws of 2019 ask for a hearing and an impact analysis, "
    "published together. Which parts are told during the hearing is this site's choice: unverified."
)
#: Tier and source by kind of draft. Two tiers, because the OECD proposes proportion for Thai impact analyses (2025)
HEARING_PACKS = {
    "act": {"tier": "full", "source": SECTION_77},
    "decree": {"tier": "full", "source": SECTION_77},
    "regulation": {
        "tier": "full",
        "source": _(
            "A ministerial regulation under the Act on drafting laws of 2019 names the subordinate rules that are heard. Whether this "
            "one is among them, and which parts are told: unverified."
        ),
    },
    "local": {
        "tier": "light",
        "source": _("Each local council makes a rule of its own for hearings. What yours asks for: unverified."),
    },
    "policy": {"tier": "light", "source": _("No rule for plans and policies is known to us: unverified.")},
}
for _kind, _tier in env.dict("HEARING_TIERS", default={}).items():
    HEARING_PACKS[_kind] = HEARING_PACKS.get(_kind, {"source": ""}) | {"tier": _tier}
#: Fields of policy beside the six of the digital-government plan: code=name
MORE_POLICY_FIELDS = env.dict("MORE_POLICY_FIELDS", default={})

#: Days after its end in which people may expect to hear what became of a hearing; later the desk reminds the agency. Unverified
RESULT_DAYS = env.int("RESULT_DAYS", 30)

#: Headings of a result by the kind of its draft: names of analysis/result/report.py, in the order of the form, and where they come from
RESULT_HEADINGS_OF_ALL = [
    "method",
    "rounds",
    "targets",
    "counts",
    "sections",
    "questions",
    "issues",
    "opinions",
    "explanations",
    "effect",
    "next",
    "small",
    "later",
    "limits",
    "annexes",
]
SECTION_77_RESULT = _(
    "The six headings from the method to the explanations are those reported of the guideline of 4 April 2017 on section 77; the parts on "
    "what was used, what was not and what happens next follow the model of King Prajadhipok's Institute (handbook of hearings under section "
    "77, page 80). The form of the Office of the Council of State was not seen: unverified."
)
_SOURCES_OF_RESULTS = {
    "act": SECTION_77_RESULT,
    "decree": SECTION_77_RESULT,
    "regulation": SECTION_77_RESULT,
    "local": _(
        "Each local council makes a rule of its own for hearings; the headings are those for Acts. What yours asks for: unverified."
    ),
    "policy": _("No form for plans and policies is known to us; the headings are those for Acts: unverified."),
}
RESULT_HEADINGS = {
    kind: {
        "headings": env.list(f"RESULT_HEADINGS_{kind.upper()}", default=RESULT_HEADINGS_OF_ALL),
        "source": source,
    }
    for kind, source in _SOURCES_OF_RESULTS.items()
}
