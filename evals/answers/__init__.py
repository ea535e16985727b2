"""Are the facts there, quoted, located and supported?"""
