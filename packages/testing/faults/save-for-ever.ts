/** Saves its own versions to one path until it is killed: `FOLDER NAME`. */
import { modelFiles, save } from '../../saving/test/places/save-scenarios.ts';

const [folder, name] = process.argv.slice(2);

async function main(): Promise<void> {
  for (let version = 0; ; version++) {
    // Shards of few versions, so that one process wants what another takes away.
    await save(folder, modelFiles(`${version % 3}`, version % 4 === 3 ? 0 : 2));
    if (version % 50 === 0) console.log(`${name} ${version}`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
