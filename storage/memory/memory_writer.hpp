// The writing half of the port over MemoryTables; every change can be taken back.
#pragma once

#include "storage/memory/memory_reader.hpp"
#include "storage/memory/undo_log.hpp"

namespace redress::storage {

class MemoryWriter : public MemoryReads<StoreWriter> {
 public:
  MemoryWriter(MemoryTables& tables, UndoLog& undo) : MemoryReads(tables), tables_(tables), undo_(undo) {}

  Entry record(Record record) override;
  Entry record_office(OfficeRecord record) override;
  void outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) override;
  void outbox_delivered(std::string_view key, Instant at) override;
  void outbox_woken(Instant now) override;
  void put_token(TokenRow const& token) override;
  void put_setting(std::string_view name, std::string_view value) override;
  void put_picture(std::string_view sha256, PictureMark const& picture) override;

 private:
  void write(Record const& record, Entry const& entry, Instant delivered_at);
  void write_case(Record const& record);
  void write_entry(Entry const& entry);
  void write_answer(StoredAnswer const& answer);
  void write_evidence(Evidence const& item, std::string const& shop);
  void write_outbox(OutboxItem const& item);
  MemoryTables::OutboxRow const& outbox_row(std::string_view key) const;

  MemoryTables& tables_;
  UndoLog& undo_;
};

}  // namespace redress::storage
