import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A numbered part of what is put together. */
export function Step(props: {
  readonly number: number;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="step" aria-labelledby={id}>
      <h3 id={id}>
        <span class="step-number" aria-hidden="true">
          {props.number}
        </span>
        {props.title}
      </h3>
      <div class="step-body">{props.children}</div>
    </section>
  );
}
