/** A key as the vendor gives them: base64 of JSON with a signature. Of no use anywhere. */
export const aKey = btoa(
  JSON.stringify({
    uuid: '4F1c0ffee',
    signature: 'mADEupForTests0123456789abcdefABCDEF',
    until: '2027-01-01',
  }),
);
/** What GLPI stores: base64 of a nonce and a sealed key. */
export const aCipher = btoa(
  String.fromCharCode(...Array.from({ length: 120 }, (_, at) => (at * 73 + 41) % 256)),
);
