/** What tests need and a machine may lack, and where it comes from. A test that is skipped says which of them it needs. */
export const TOOLS = {
  cargo: 'install Rust 1.89 or later from rustup.rs',
  'the native engine': 'npm run build:native',
  'the WebAssembly module': 'npm run build:wasm',
  chromium: 'apt install chromium',
  curl: 'apt install curl',
  nc: 'apt install netcat-openbsd',
  openssl: 'apt install openssl',
  prlimit: 'apt install util-linux',
  ps: 'apt install procps',
  python3: 'apt install python3',
  NumPy: 'apt install python3-venv, and let pip reach its index',
  'redis-server': 'apt install redis-server',
  systemd: 'apt install systemd',
};
