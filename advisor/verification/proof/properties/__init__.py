"""What must hold in every case, one property a module.

Each module states its property as a theorem, says over what space it is proved, and has a
function `prove`. A property that can be seen in one whole case also has a function `broken`,
which says what is wrong in it, for random cases and for making a violation small.
"""
