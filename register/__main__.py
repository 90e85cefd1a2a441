"""`python -m register` is `grandjour`."""

from register.cli import main

main()
