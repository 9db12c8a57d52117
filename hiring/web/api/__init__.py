"""The API for other programs: four acts, by key, in JSON.

``gate`` lets programs in, ``v1`` has the acts, ``schemas`` says field by field what comes in and
goes out, ``results`` what a result holds and when it is kept back, ``errors`` what goes wrong as
problem details, ``description`` writes the OpenAPI document from the same schemas.

Plain views, and a small writer of our own for the description: a framework for it costs half a
second at every start of the command line, and the models already know their JSON Schema.
"""
