/**
 * Sends what `act` gives to the server of the page, or the one that its address names, and if it fails the error that it
 * ends with.
 */
export async function reportOf(act: () => Promise<object>): Promise<void> {
  const server = new URLSearchParams(globalThis.location.search).get('report') ?? '/report';
  const result = await act().catch((error: Error) => ({
    error: `${error.name}: ${error.message}\n${error.stack}`,
  }));
  // Plain text, so that a page of another server may send it too.
  await fetch(server, { method: 'POST', mode: 'no-cors', body: JSON.stringify(result) });
}
