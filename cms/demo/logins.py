"""Who can sign in to the demonstration. The password is public: ``seed_demo`` refuses to run in production."""

PASSWORD = "rabfang-demo-2569"  # noqa: S105
#: How the address of every demonstration account ends
ADDRESSES = "@demo.example"
LOGINS = {
    "officer": ("officer@demo.example", "เจ้าหน้าที่สาธิต"),
    "analyst": ("analyst@demo.example", "นักวิเคราะห์สาธิต"),
    "approver": ("approver@demo.example", "ผู้เห็นชอบสาธิต"),
    "moderator": ("moderator@demo.example", "ผู้ดูแลสาธิต"),
    "citizen": ("citizen@demo.example", "ประชาชนสาธิต"),
    "admin": ("admin@demo.example", "ผู้ดูแลระบบสาธิต"),
}
