"""``python -m api.make_admin NAME`` gives an existing account the administrator's page."""

import sys

from sqlalchemy import select
from sqlalchemy.orm import Session

from .database import User, engine


def main() -> None:
    with Session(engine) as database:
        user = database.scalar(select(User).where(User.username == sys.argv[1].lower()))
        if user is None:
            sys.exit("no such account")
        user.is_admin = True
        database.commit()


if __name__ == "__main__":
    main()
