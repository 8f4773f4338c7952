// Unpacks the Chromium that the npm package @sparticuz/chromium carries, with its libraries and fonts,
// into the given folder, and writes a starter there that finds them.
import { createReadStream, createWriteStream, chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const target = resolve(process.argv[2]);
const packed = join(target, "node_modules/@sparticuz/chromium/bin");
const { extract } = createRequire(join(target, "package.json"))("tar-fs");

const unpack = (name, sink) =>
  pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), sink);

for (const folder of ["al2023", "swiftshader", "fonts"]) {
  mkdirSync(join(target, folder), { recursive: true });
  await unpack(`${folder}.tar.br`, extract(join(target, folder)));
}
await unpack("chromium.br", createWriteStream(join(target, "chromium-binary"), { mode: 0o755 }));

const starter = join(target, "chromium");
writeFileSync(
  starter,
  `#!/bin/sh
export LD_LIBRARY_PATH="${target}/al2023/lib:${target}/swiftshader:$LD_LIBRARY_PATH"
export FONTCONFIG_PATH="${target}/fonts/fonts"
exec "${target}/chromium-binary" "$@"
`,
);
chmodSync(starter, 0o755);
