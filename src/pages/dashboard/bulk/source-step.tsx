import { useEffect, useRef, useState } from 'preact/hooks';
import { type PeopleColumn, peopleColumns } from '../../../invite/people.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, TextField } from '../../../ui/field.tsx';
import { CrossIcon, UploadIcon } from '../../../ui/icons.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { plural, t } from '../../../ui/text.ts';
import { columnAt, type FedTable, type Feed, nothingFed, readFile, withColumn } from './feed.ts';
import { type Encoding, encodingNames, type Separator, separators } from './read-table.ts';

/** So many rows show what the columns are. */
const shownRows = 5;

const separatorNames = {
  ',': 'bulk_separator_comma',
  ';': 'bulk_separator_semicolon',
  '\t': 'bulk_separator_tab',
  '|': 'bulk_separator_bar',
} as const satisfies Record<Separator, string>;

export interface PeopleSourceProps {
  readonly feed: Feed;
  readonly table: FedTable | null;
  /** What is wrong with the table as a whole, in the user's words. */
  readonly error: string | undefined;
  readonly onFeed: (feed: Feed) => void;
}

/** Whether it is a file that is dragged: text may be dropped into the field as ever. */
const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** A table of people: pasted, dropped or chosen; and what its columns are. */
export function PeopleSource({ feed, table, error, onFeed }: PeopleSourceProps) {
  const [isOver, setOver] = useState(false);
  const chosen = useRef<HTMLParagraphElement>(null);
  const hadFile = useRef(false);

  useEffect(() => {
    // The field that had the focus is gone: it goes on to what was chosen.
    if (feed.file !== null && !hadFile.current) chosen.current?.focus();
    hadFile.current = feed.file !== null;
  }, [feed.file]);

  useEffect(() => {
    // A file that misses this place would be opened by the browser, in the place of the page.
    const stay = (event: DragEvent) => hasFile(event) && event.preventDefault();
    addEventListener('dragover', stay);
    addEventListener('drop', stay);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', stay);
    };
  }, []);

  async function take(file: File | null | undefined) {
    if (file) onFeed({ ...nothingFed, file: await readFile(file) });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button beside is everybody's
    <div
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => setOver(hasFile(event))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (hasFile(event)) void take(event.dataTransfer?.files[0]);
      }}
    >
      {feed.file === null ? (
        <>
          <Field label={t('bulk_paste')} hint={t('bulk_pasteHint')} error={error}>
            {(control) => (
              <textarea
                {...control}
                class="input mono table-text"
                name="table"
                rows={6}
                dir="auto"
                spellcheck={false}
                autocomplete="off"
                placeholder={t('bulk_pasteExample')}
                value={feed.text}
                onInput={(event) => onFeed({ ...nothingFed, text: event.currentTarget.value })}
              />
            )}
          </Field>
          <p class="or">
            <label class="button choose-file">
              <UploadIcon />
              {t('bulk_chooseFile')}
              <input
                class="hidden"
                type="file"
                name="tableFile"
                accept=".csv,.tsv,.txt,.tab,text/csv,text/tab-separated-values,text/plain"
                onChange={(event) => void take(event.currentTarget.files?.[0])}
              />
            </label>
            <span class="hint">{t('bulk_dropHint')}</span>
          </p>
        </>
      ) : (
        <>
          <p class="chosen-file" tabIndex={-1} ref={chosen} data-test="chosen-file">
            <bdi>{feed.file.name}</bdi>
            <Button kind="quiet" onClick={() => onFeed(nothingFed)}>
              <CrossIcon />
              {t('bulk_otherFile')}
            </Button>
          </p>
          {feed.file.fault !== null && (
            <Notice tone="error">
              <p class="notice-sentence" data-test="file-fault">
                {t(`bulk_fault_${feed.file.fault}`)}
              </p>
              <p class="notice-next">{t(`bulk_fault_${feed.file.fault}_next`)}</p>
            </Notice>
          )}
          {feed.file.fault === null && error !== undefined && (
            <p class="wrong" role="alert">
              {error}
            </p>
          )}
        </>
      )}
      {table !== null && <Columns feed={feed} table={table} onFeed={onFeed} />}
    </div>
  );
}

interface ColumnsProps {
  readonly feed: Feed;
  readonly table: FedTable;
  readonly onFeed: (feed: Feed) => void;
}

/** What was found in the table, to be set right by hand. */
function Columns({ feed, table, onFeed }: ColumnsProps) {
  const { plan, width, rows, header } = table;
  const columns = [...Array(width).keys()];
  return (
    <section class="columns" aria-label={t('bulk_columns')}>
      <p role="status" class="columns-found" data-test="rows-found">
        {plural('bulk_found', table.people.length)}
      </p>
      {plan.email === undefined && (
        <Notice tone="warning">
          <p class="notice-sentence">{t('bulk_noAddressColumn')}</p>
          <p class="notice-next">{t('bulk_noAddressColumn_next')}</p>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="preview-frame" tabIndex={0} aria-label={t('bulk_preview')}>
        <table class="preview">
          <caption class="hidden">{t('bulk_preview')}</caption>
          <thead>
            <tr>
              {columns.map((at) => (
                <th key={at} scope="col">
                  <ColumnSelect
                    number={at + 1}
                    name={header[at] ?? ''}
                    holds={columnAt(plan, at)}
                    onHolds={(holds) => onFeed({ ...feed, plan: withColumn(plan, at, holds) })}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownRows).map((row, index) => (
              <tr key={index}>
                {columns.map((at) => (
                  <td key={at}>
                    <bdi>{row[at]}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shownRows && <p class="hint">{plural('bulk_moreRows', rows.length - shownRows)}</p>}
      <details class="more reading">
        <summary>
          <span>{t('bulk_reading')}</span>
          <span class="summary-now">
            {feed.file === null
              ? t(separatorNames[table.separator])
              : t('listOfTwo', {
                  first: t(`bulk_encoding_${table.encoding}`),
                  second: t(separatorNames[table.separator]),
                })}
          </span>
        </summary>
        <div class="more-body">
          {feed.file !== null && (
            <SelectField
              label={t('bulk_encoding')}
              hint={t('bulk_encodingHint')}
              name="encoding"
              value={table.encoding}
              onValue={(encoding) => onFeed({ ...feed, encoding: encoding as Encoding, plan: null })}
            >
              {encodingNames.map((name) => (
                <option key={name} value={name}>
                  {t(`bulk_encoding_${name}`)}
                </option>
              ))}
            </SelectField>
          )}
          <SelectField
            label={t('bulk_separator')}
            name="separator"
            value={table.separator}
            onValue={(separator) => onFeed({ ...feed, separator: separator as Separator, plan: null })}
          >
            {separators.map((one) => (
              <option key={one} value={one}>
                {t(separatorNames[one])}
              </option>
            ))}
          </SelectField>
          <Switch
            name="isHeaded"
            label={t('bulk_headed')}
            checked={table.isHeaded}
            onValue={(isHeaded) => onFeed({ ...feed, isHeaded, plan: null })}
          />
        </div>
      </details>
    </section>
  );
}

function ColumnSelect(props: {
  readonly number: number;
  readonly name: string;
  readonly holds: PeopleColumn | null;
  readonly onHolds: (holds: PeopleColumn | null) => void;
}) {
  const { number, name, holds } = props;
  return (
    <>
      <span class="column-name">
        <bdi>{name || t('bulk_column', { number })}</bdi>
      </span>
      <select
        class={`input select${holds === null ? ' unused' : ''}`}
        name={`column${number}`}
        aria-label={t('bulk_columnHolds', { name: name || t('bulk_column', { number }) })}
        value={holds ?? ''}
        onChange={(event) =>
          props.onHolds(peopleColumns.find((column) => column === event.currentTarget.value) ?? null)
        }
      >
        <option value="">{t('bulk_column_none')}</option>
        {peopleColumns.map((column) => (
          <option key={column} value={column}>
            {t(`bulk_column_${column}`)}
          </option>
        ))}
      </select>
    </>
  );
}

export interface NobodySourceProps {
  readonly count: string;
  readonly error: string | undefined;
  readonly onCount: (count: string) => void;
}

/** So many links, whoever they are for. */
export function NobodySource({ count, error, onCount }: NobodySourceProps) {
  return (
    <TextField
      label={t('bulk_count')}
      name="count"
      type="number"
      inputMode="numeric"
      min={1}
      hint={t('bulk_countHint')}
      error={error}
      value={count}
      onValue={onCount}
    />
  );
}
