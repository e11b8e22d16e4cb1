const tokenCharacters = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The sub-protocols to offer: ours, and the token, because browsers can send no header. */
export function protocols(token: string | null | undefined): string[] {
  const offer = ['roomsockets.v1.json'];
  if (token) offer.push(tokenCharacters.test(token) ? `roomsockets.bearer.${token}` : `roomsockets.bearer64.${base64Url(token)}`);
  return offer;
}

function base64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
