import { describe, expect, it } from 'vitest';
import { piecesOf } from '../src/chat/links';

const links = (text: string) => piecesOf(text).filter(({ href }) => href).map(({ text: shown }) => shown);

describe('piecesOf', () => {
  it('leaves text alone', () => {
    expect(piecesOf('nothing <b>here</b>')).toEqual([{ text: 'nothing <b>here</b>' }]);
    expect(piecesOf('')).toEqual([]);
  });

  it('finds links between texts', () => {
    expect(piecesOf('see https://a.example/x?y=1#z, or http://b.example.')).toEqual([
      { text: 'see ' },
      { text: 'https://a.example/x?y=1#z', href: 'https://a.example/x?y=1#z' },
      { text: ', or ' },
      { text: 'http://b.example', href: 'http://b.example/' },
      { text: '.' },
    ]);
  });

  it('keeps brackets that belong to the address', () => {
    expect(links('(https://a.example/b_(c))')).toEqual(['https://a.example/b_(c)']);
    expect(links('(https://a.example/b)')).toEqual(['https://a.example/b']);
  });

  it('links http, https and mailto only', () => {
    expect(links('mailto:ann@a.example HTTPS://A.example')).toEqual(['mailto:ann@a.example', 'HTTPS://A.example']);
    expect(links('javascript:alert(1) data:text/html,x ftp://a.example vbscript:x file:///etc/passwd')).toEqual([]);
    expect(links('https:// mailto: https://[')).toEqual([]);
  });

  it('gives the text back whole', () => {
    for (const text of ['a https://b.example/)))... c', 'https://a.example"https://b.example', '\n https://ü.example/ä \u202e'])
      expect(piecesOf(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it('reads 64 KiB of anything at once', () => {
    for (const sign of [')', '(', '.', 'https://', 'https://a.example/)'])
      expect(piecesOf(`https://a.example/${sign.repeat(65_536 / sign.length)}`).length).toBeGreaterThan(0);
  });
});
