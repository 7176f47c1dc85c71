// Runs before anything is installed, on whatever Node there is: only syntax that old versions know.
var needed = [20, 19];
var found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  console.error(
    'Tsuno needs Node ' +
      needed.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      '.\nInstall a current one from https://nodejs.org (or with your version manager, for example' +
      ' "nvm install 20"), then run the same command again.',
  );
  process.exit(1);
}
console.log(
  'Installing what Tsuno needs (about half a minute the first time, seconds after that) ...',
);
