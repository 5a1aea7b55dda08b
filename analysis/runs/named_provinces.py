"""Comments whose words name a province. It is what they speak of; where their authors live is told in fives and of no comment."""

from django.db.models import Q

from consult.models.search import comments_with

#: a shorter name is a word too or stands inside one (เลย, ตาก, แพร่): it counts behind จังหวัด or จ. alone
LETTERS_ALONE = 6
_CAPITAL = "กรุงเทพมหานคร"


def comments_naming(province: str) -> Q:
    """Comments that name it in words everybody can read: จังหวัดเลย, จ.เลย, longer names by themselves, the capital by its short names."""
    if province == _CAPITAL:
        return comments_with("กรุงเทพ") | comments_with("กทม")
    named = comments_with(f"จังหวัด{province}") | comments_with(f"จ.{province}")
    return named | comments_with(province) if len(province) >= LETTERS_ALONE else named
