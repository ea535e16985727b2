"""Does the same question in another dress get the same facts?"""
