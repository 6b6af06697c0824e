import { App, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useAct } from '../../rpc/useAct.ts';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';

type Props = {
  title: string;
  okText: string;
  danger: boolean;
  /** What the second person writes beside their word. */
  label: string;
  needed?: boolean;
  send: (text: string) => Promise<unknown>;
  said: string;
  children: ReactNode;
  onClose: () => void;
  onDone: () => void;
};

/** The second person's yes or no, asked for once. */
export function Answering(props: Props) {
  const { message } = App.useApp();
  const field = useId();
  const [text, setText] = useState('');
  const { act, busy, fault } = useAct(['override.list']);
  const late = useLate();
  const send = async (): Promise<void> => {
    const sent = (): Promise<unknown> =>
      props.send(text.trim()).catch((error: unknown) => {
        late.tell(props.title, error);
        throw error;
      });
    if ((await act(sent)) === undefined) return;
    void message.success(props.said);
    if (!late.gone()) props.onDone();
  };
  return (
    <Modal
      open
      width={460}
      title={props.title}
      onCancel={props.onClose}
      okText={props.okText}
      okButtonProps={{
        loading: busy,
        danger: props.danger,
        disabled: props.needed === true && text.trim() === '',
      }}
      onOk={() => void send()}
    >
      <div className="approvals-ask">
        {props.children}
        <label htmlFor={field}>{props.label}</label>
        <Input.TextArea
          id={field}
          maxLength={4000}
          autoSize={{ minRows: 2, maxRows: 5 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
      </div>
    </Modal>
  );
}
