import tempfile
from typing import IO

from django.conf import settings

from consult.limits import is_within
from consult.models import User

from ..errors import TooManyCopies
from ..pages.data_copy import write_copy


def copy_my_data(*, person: User) -> IO[bytes]:
    """A ZIP of everything this site keeps about somebody (สำเนาข้อมูลของฉัน), for themselves: an open file, at its beginning.

    Raises TooManyCopies.
    """
    if not is_within("copies", person.pk, most=settings.COPIES_PER_HOUR, seconds=3600):
        raise TooManyCopies
    file = tempfile.TemporaryFile()  # noqa: SIM115 — whoever asked for it closes it
    write_copy(person, file)
    file.seek(0)
    return file
