// The registration form's page: asks the server what to show, checks the answers, sends them.
(() => {
  const form = document.querySelector('#forms_form_answers');
  if (form === null) return;
  const root = form.getAttribute('action').replace(/\/Form\/SubmitAnswers$/, '');
  const token = document.querySelector('meta[property="glpi:csrf_token"]').content;
  const headers = { 'X-Requested-With': 'XMLHttpRequest', 'X-Glpi-Csrf-Token': token };
  const HIDDEN = 'data-glpi-form-renderer-hidden-by-condition';
  const submitButton = form.querySelector('[data-glpi-form-renderer-action="submit"]');

  const answers = () =>
    new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));

  const post = (path, body) => fetch(`${root}/Form/${path}`, { method: 'POST', headers, body });

  const toast = (level, text) => {
    const shown = document.createElement('div');
    shown.className = `toast show ${level}`;
    shown.setAttribute('role', 'alert');
    const body = document.createElement('div');
    body.className = 'toast-body';
    body.textContent = text;
    shown.append(body);
    document.querySelector('#messages_after_redirect').append(shown);
  };

  const applyVisibility = async () => {
    const body = new FormData();
    body.set('form_id', form.elements.forms_id.value);
    for (const [name, value] of new FormData(form)) {
      const id = /^answers_(\d+)(\[\])?$/.exec(name);
      if (id !== null) body.append(`answers[${id[1]}]${id[2] ?? ''}`, value);
    }
    const reply = await post('Condition/Engine', body);
    if (!reply.ok) return;
    const seen = await reply.json();
    submitButton.toggleAttribute(HIDDEN, !seen.form_visibility);
    const show = (kind, visibility) => {
      for (const [id, visible] of Object.entries(visibility)) {
        const part = form.querySelector(
          `[data-glpi-form-renderer-${kind}][data-glpi-form-renderer-id="${id}"]`,
        );
        part?.toggleAttribute(HIDDEN, !visible);
      }
    };
    show('section', seen.sections_visibility);
    show('question', seen.questions_visibility);
  };

  let pending;
  form.addEventListener('input', () => {
    clearTimeout(pending);
    pending = setTimeout(() => void applyVisibility(), 400);
  });

  const clearErrors = () => {
    for (const message of form.querySelectorAll('.invalid-tooltip')) message.remove();
    for (const field of form.querySelectorAll('.is-invalid')) field.classList.remove('is-invalid');
  };

  const showError = ({ question_id: id, message }) => {
    const question = form.querySelector(
      `[data-glpi-form-renderer-question][data-glpi-form-renderer-id="${id}"]`,
    );
    const field = question?.querySelector('input, textarea, select');
    if (!field) return;
    field.classList.add('is-invalid');
    field.setAttribute('aria-invalid', 'true');
    const shown = document.createElement('span');
    shown.className = 'invalid-tooltip';
    shown.textContent = message;
    field.after(shown);
  };

  const showSuccess = (created) => {
    for (const part of form.querySelectorAll(
      '[data-glpi-form-renderer-form-header], [data-glpi-form-renderer-section], [data-glpi-form-renderer-actions]',
    )) {
      part.classList.add('d-none');
    }
    form.querySelector('[data-glpi-form-renderer-success]').classList.remove('d-none');
    for (const name of created) toast('info', `Item successfully created: ${name}`);
  };

  submitButton.addEventListener('click', async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    clearErrors();
    const checked = await post('ValidateAnswers', answers());
    const verdict = checked.ok ? await checked.json() : { success: false, errors: [] };
    for (const error of verdict.errors) showError(error);
    if (verdict.success) {
      const sent = await post('SubmitAnswers', answers());
      if (sent.ok) showSuccess((await sent.json()).links_to_created_items);
      else toast('error', 'Failed to submit form, please contact your administrator.');
    } else if (!checked.ok) {
      toast('error', 'An unexpected error occurred');
    }
    button.disabled = false;
  });

  form.addEventListener('submit', (event) => event.preventDefault());
})();
