"""The academic calendar: for everybody to read, for those who keep it to change (4.1)."""
