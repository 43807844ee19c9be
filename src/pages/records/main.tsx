import { t } from '../../ui/text.ts';
import { startPage } from '../start-page.tsx';
import { Records } from './records.tsx';

startPage(<Records />, `${t('records_title')} · ${t('extensionName')}`);
