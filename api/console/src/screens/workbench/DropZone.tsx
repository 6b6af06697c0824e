import { PaperClipOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ClipboardEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';

/** Where a screenshot, a file or words are pasted, dropped or chosen; a chosen file is shown in its place. */
export function DropZone(props: {
  file: File | undefined;
  text: string;
  onFile: (file: File | undefined) => void;
  onText: (text: string) => void;
}) {
  const { file, text, onFile, onText } = props;
  const t = useTexts('workbench');
  const zone = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    if (!file || !/^image\/(png|jpeg|webp|gif|bmp)$/.test(file.type)) return;
    const url = URL.createObjectURL(file);
    setPicture(url);
    return () => {
      URL.revokeObjectURL(url);
      setPicture(undefined);
    };
  }, [file]);
  useEffect(() => {
    if (!file) setTimeout(() => zone.current?.focus(), 60);
  }, [file === undefined]);
  if (file)
    return (
      <div className="wb-file">
        {picture ? <img src={picture} alt={t('evidence.preview')} /> : <PaperClipOutlined aria-hidden />}
        <span className="clip">
          {file.name} <small className="quiet digits">{Math.ceil(file.size / 1024)} KB</small>
        </span>
        <Button size="small" onClick={() => onFile(undefined)}>
          {t('evidence.other')}
        </Button>
      </div>
    );
  return (
    <div className="field">
      <label htmlFor="evidence-text">{t('evidence.content')}</label>
      <textarea
        id="evidence-text"
        ref={zone}
        className="native wb-zone"
        placeholder={t('evidence.paste_here')}
        value={text}
        maxLength={65536}
        onChange={(e) => onText(e.target.value)}
        onPaste={(event: ClipboardEvent) => {
          const pasted = event.clipboardData.files[0];
          if (!pasted) return;
          event.preventDefault();
          onFile(pasted);
        }}
      />
      <div>
        <Button size="small" icon={<PaperClipOutlined />} onClick={() => chooser.current?.click()}>
          {t('evidence.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          className="off-screen"
          tabIndex={-1}
          aria-label={t('evidence.choose')}
          onChange={(e) => onFile(e.target.files?.[0])}
        />
      </div>
    </div>
  );
}
