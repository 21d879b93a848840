/** The packages that the command line contains. They are development dependencies: nobody installs them with offloop. */
export const BUNDLED: readonly string[] = ['commander'];
