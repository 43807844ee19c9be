// Solves the riddle behind "I'm not a robot" as GLPI's widget does. Without a secure context there is no
// crypto.subtle, and the box then stays at "verifying" for ever.
(() => {
  const widget = document.querySelector('altcha-widget');
  if (widget === null) return;
  const box = widget.querySelector('.altcha');
  const tick = widget.querySelector('input[type="checkbox"]');

  const hash = async (text) => {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };

  const solve = async ({ challenge, salt, maxNumber }) => {
    for (let number = 0; number <= maxNumber; number += 1) {
      if ((await hash(salt + number)) === challenge) return number;
    }
    return null;
  };

  const verify = async () => {
    box.dataset.state = 'verifying';
    if (globalThis.crypto?.subtle === undefined) return;
    const began = performance.now();
    const riddle = await (await fetch(widget.getAttribute('challengeurl'))).json();
    const number = await solve(riddle);
    if (number === null) {
      box.dataset.state = 'error';
      return;
    }
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'altcha';
    field.value = btoa(
      JSON.stringify({
        algorithm: riddle.algorithm,
        challenge: riddle.challenge,
        number,
        salt: riddle.salt,
        signature: riddle.signature,
        took: Math.round(performance.now() - began),
      }),
    );
    widget.append(field);
    box.dataset.state = 'verified';
  };

  tick.addEventListener('change', () => {
    if (tick.checked && box.dataset.state === 'unverified') void verify();
  });
})();
