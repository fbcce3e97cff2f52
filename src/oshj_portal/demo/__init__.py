"""A believable university of any size, made from a seed through the same code as a real one.

``catalogue`` is what is known beforehand, ``people``, ``calendar``, ``timetable`` and ``lists``
make a university of it, ``teaching`` fills its journals, ``roles`` its offices; ``build`` does
it all in a database.
"""
