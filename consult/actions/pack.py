import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from ..models import Consultation, PackIssue, User


def issue_pack(consultation: Consultation, by: User) -> PackIssue:
    """Keep what is told about a hearing from now on; called by ``publish_consultation``, inside its transaction."""
    text = json.dumps(
        consultation.facts(), cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return PackIssue.objects.create(
        consultation=consultation,
        number=consultation.pack_issues.count() + 1,
        facts=json.loads(text),
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        issued_by=by,
    )
