"""Fill missing Kyrgyz messages of a checkout's oshj.po from /tmp/ky3-*.po files."""
import glob, sys
import polib
root = sys.argv[1]
path = f"{root}/locales/ky/LC_MESSAGES/oshj.po"
known = {}
for f in glob.glob('/tmp/ky3-*.po') + glob.glob('/tmp/ky-*.po'):
    try:
        for e in polib.pofile(f):
            if e.msgstr: known[e.msgid] = e.msgstr
    except Exception as err:
        print('bad', f, err)
po = polib.pofile(path, wrapwidth=0) if False else polib.pofile(path)
n = 0
for e in po:
    if e.obsolete: continue
    if (not e.msgstr or e.fuzzy) and e.msgid in known:
        e.msgstr = known[e.msgid]
        if e.fuzzy: e.flags.remove('fuzzy')
        n += 1
missing = [e.msgid for e in po if not e.obsolete and (not e.msgstr or e.fuzzy)]
po.save(path)
print('filled', n, 'missing', len(missing))
for m in missing: print(repr(m))
