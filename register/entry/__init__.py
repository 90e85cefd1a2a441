"""What the files of a register say: read, checked one by one, named in words."""
