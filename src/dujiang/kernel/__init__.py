"""Words that every room shares: errors and problems, typed values, ids, the clock port, safe XML.

Deliberately absent: any domain word. A helper lives where it is used until three rooms need it.
Import from the modules (`dujiang.kernel.errors`, `.values`, `.encoding`, `.ids`, `.clock`,
`.safe_xml`, `.sealed`, `.words`); they are small and each is a door of its own.
"""
