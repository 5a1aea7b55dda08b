"""The log nobody can rewrite (สมุดบันทึกที่แก้ย้อนหลังไม่ได้): the Merkle tree of RFC 9162, what a leaf says, and signed checkpoints.

Plain Python: whoever has the published files checks them with these modules alone.
"""
