import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { ErrorState, Waiting } from '../../ui/states.tsx';
import './evidence.css';
import './texts.ts';

/**
 * A PDF in the browser's own viewer. The bytes are named a PDF by us, whatever they are: what is not one is refused by that viewer
 * and never shown as a page.
 */
export function Pdf({ url, title }: { url: string; title: string }) {
  const t = useTexts('evidence');
  const [shown, setShown] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const [again, setAgain] = useState(0);
  useEffect(() => {
    const ending = new AbortController();
    let made: string | undefined;
    setShown(undefined);
    setFault(undefined);
    rpc
      .bytes(url, ending.signal)
      .then((bytes) => {
        made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
        setShown(made);
      })
      .catch((error: unknown) => {
        if (!ending.signal.aborted) setFault(error);
      });
    return () => {
      ending.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [url, again]);

  if (fault !== undefined) return <ErrorState fault={fault} onRetry={() => setAgain((n) => n + 1)} />;
  if (shown === undefined) return <Waiting />;
  if (navigator.pdfViewerEnabled === false) return <p className="stage-note">{t('pdf_no_viewer')}</p>;
  return <iframe className="stage-pdf" src={shown} title={title} />;
}
