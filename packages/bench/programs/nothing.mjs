/** Takes the place of a package to see how much a bundle loses with it. */
export {};
