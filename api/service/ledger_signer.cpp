#include "api/service/ledger_signer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <chrono>

namespace redress::api {
namespace {

constexpr int page = 1000;
constexpr std::string_view last_note_setting = "ledger.last_checkpoint";
constexpr std::chrono::seconds patience{5};

Fault ledger_fault(std::string zh, std::string en) {
  return {FaultKind::ledger_broken, {std::move(zh), std::move(en)}};
}

bool opens(std::string const& note, ledger::VerifierKey const& key) {
  return ledger::open_checkpoint(note, key).has_value();
}

bool carries(ledger::SignedNote const& note, ledger::VerifierKey const& key) {
  return std::ranges::any_of(note.signatures, [&](ledger::NoteSignature const& signature) {
    return signature.key_name == key.name() && signature.key_id == key.id();
  });
}

// Signatures of witnesses that are no longer configured go: a receipt states whose every signature is.
ledger::SignedNote trimmed(std::string const& note, std::vector<ledger::VerifierKey> const& known) {
  return ledger::with_signatures_of(ledger::parse_signed_note(note).value(), known);
}

}  // namespace

LedgerKeeping ledger_keeping_in_memory() {
  return {std::make_unique<ledger::MemoryHashRows>(), std::make_unique<ledger::PlainSignedMemory>(),
          std::make_unique<ledger::MemoryHistory>()};
}

// One pass over all entries: their tree, and where what is kept differs from it.
struct LedgerSigner::Reading {
  ledger::Frontier frontier = {};
  std::optional<LedgerSigner::Head> last = {};
  std::optional<ledger::Digest> root_at_last = {};
  std::optional<std::uint64_t> changed = {};  // first entry whose kept hash is another
  std::optional<std::uint64_t> differs = {};  // the same, or first entry below a hash that is
  bool first = false;

  void note_difference(std::uint64_t index) { differs = std::min(index, differs.value_or(index)); }
  void note_root() {
    if (last && frontier.size() == last->checkpoint.size) root_at_last = frontier.root();
  }
};

LedgerSigner::LedgerSigner(Store& store, LedgerKeeping keeping, LedgerKeys keys)
    : store_(store), keeping_(std::move(keeping)), tree_(*keeping_.rows), keys_(std::move(keys)) {}

std::vector<ledger::VerifierKey> LedgerSigner::verifiers() const {
  std::vector<ledger::VerifierKey> all;
  for (auto const& key : keys_.signing) all.push_back(key.verifier());
  std::ranges::copy(keys_.retired, std::back_inserter(all));
  return all;
}

Result<ledger::Checkpoint> LedgerSigner::open(std::string const& note) {
  Fault why;
  for (auto const& key : verifiers()) {
    auto const opened = ledger::open_checkpoint(note, key);
    if (opened) return *opened;
    why = opened.error();
  }
  return why;
}

Fault const& LedgerSigner::broken(Fault fault) { return broken_ ? *broken_ : broken_.emplace(std::move(fault)); }

// The memory is a file of its own; the store has a copy, so that removing the file makes nothing forgotten.
void LedgerSigner::load_memory() {
  if (memory_loaded_) return;
  std::vector<std::string> notes;
  if (auto note = keeping_.memory->last()) notes.push_back(std::move(*note));
  store_.read([&](StoreReader& store) {
    if (auto note = store.setting(last_note_setting)) notes.push_back(std::move(*note));
  });
  memory_loaded_ = true;
  for (auto& note : notes) {
    auto const opened = open(note);
    if (!opened)
      broken(ledger_fault("上次签名的检查点无法读取，或不是本总账的密钥签名的：" + opened.error().says.zh,
                          "the checkpoint signed last cannot be read, or none of this ledger's keys signed it: " +
                              opened.error().says.en));
    else if (!last_ || last_->checkpoint.size < opened->size)
      last_ = Head{*opened, std::move(note)};
  }
}

Result<void> LedgerSigner::reread(std::function<bool(std::int64_t)> const& on_progress) {
  std::scoped_lock const alone{reading_};
  Reading reading;
  {
    std::scoped_lock const lock{mutex_};
    load_memory();
    if (broken_) return *broken_;
    reading.last = last_;
    reading.first = !all_read_;
  }
  reading.note_root();
  for (;;) {
    std::vector<Entry> entries;
    auto const from = reading.frontier.size();
    store_.read([&](StoreReader& store) { entries = store.entries_from(static_cast<std::int64_t>(from), page); });
    std::unique_lock lock{mutex_};
    auto const kept_size = tree_.size();
    auto const known = kept_size > from ? std::min<std::uint64_t>(entries.size(), kept_size - from) : 0;
    auto const kept = keeping_.rows->read(0, from, static_cast<std::size_t>(known));
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto const index = from + i;
      if (entries[i].seq != static_cast<std::int64_t>(index))
        return broken(ledger_fault(fmt::format("缺少第 {} 条记录", index), fmt::format("entry {} is missing", index)));
      auto const leaf = ledger::leaf_hash(entries[i].bytes);
      if (i < known && leaf != kept[i]) {
        reading.note_difference(index);
        if (!reading.changed) reading.changed = index;
      }
      reading.frontier.append(leaf, [&](ledger::NodeId node, ledger::Digest const& hash) {
        auto const row = node.level / ledger::tile_height;
        if (node.level == 0 || node.level % ledger::tile_height != 0 || node.index >= keeping_.rows->size(row)) return;
        if (keeping_.rows->read(row, node.index, 1).front() != hash) reading.note_difference(node.index << node.level);
      });
      reading.note_root();
    }
    if (entries.size() < page) return settle(reading);
    lock.unlock();
    if (on_progress && !on_progress(static_cast<std::int64_t>(reading.frontier.size()))) return {};
  }
}

// What the whole reading came to; under the mutex.
Result<void> LedgerSigner::settle(Reading& reading) {
  auto const size = reading.frontier.size();
  auto const& last = reading.last;
  if (last && size < last->checkpoint.size)
    return broken(ledger_fault(
        fmt::format("总账变短：已签名 {} 条，现有 {} 条", last->checkpoint.size, size),
        fmt::format("the ledger shrank: {} entries were signed, {} are here", last->checkpoint.size, size)));
  if (last && reading.root_at_last != last->checkpoint.root) {
    if (reading.changed)
      return broken(ledger_fault(
          fmt::format("第 {} 条记录已被改动：与已签名的检查点（{} 条）不一致", *reading.changed, last->checkpoint.size),
          fmt::format("entry {} was changed: the entries contradict the checkpoint signed at {}", *reading.changed,
                      last->checkpoint.size)));
    return broken(
        ledger_fault(fmt::format("总账与已签名的检查点（{} 条）不一致", last->checkpoint.size),
                     fmt::format("the ledger contradicts the checkpoint signed at {} entries", last->checkpoint.size)));
  }
  if (reading.differs) tree_.cut(*reading.differs);  // the entries are those that were signed; the copy was damaged
  if (reading.first) {
    tree_.cut(size);
    frontier_ = std::move(reading.frontier);
    all_read_ = true;
  }
  auto const caught_up = catch_up();
  read_.notify_all();
  return caught_up;
}

Result<void> LedgerSigner::catch_up() {
  for (;;) {
    auto const from = tree_.size();
    std::vector<Entry> entries;
    store_.read([&](StoreReader& store) { entries = store.entries_from(static_cast<std::int64_t>(from), page); });
    std::vector<ledger::Digest> leaves;
    for (auto const& entry : entries) {
      auto const index = from + leaves.size();
      if (entry.seq != static_cast<std::int64_t>(index))
        return broken(ledger_fault(fmt::format("缺少第 {} 条记录", index), fmt::format("entry {} is missing", index)));
      leaves.push_back(ledger::leaf_hash(entry.bytes));
      if (index >= frontier_.size()) frontier_.append(leaves.back());
    }
    tree_.append(leaves);
    if (entries.size() < page) return {};
  }
}

Result<void> LedgerSigner::wait_for_reading() {
  std::unique_lock lock{mutex_};
  if (broken_) return *broken_;
  if (all_read_) return {};
  if (others_read_) {
    read_.wait_for(lock, patience, [this] { return all_read_ || broken_; });
    if (broken_) return *broken_;
    if (all_read_) return {};
    return Fault{FaultKind::internal,
                 {"总账仍在逐条重读，读完后才签名；请稍后再试",
                  "the entries are still being read back, and nothing is signed before; try again later"}};
  }
  lock.unlock();
  return reread();
}

Result<LedgerSigner::Head> LedgerSigner::sign() {
  if (auto const ready = wait_for_reading(); !ready) return ready.error();
  std::unique_lock lock{mutex_};
  auto head = sign_locked();
  lock.unlock();
  remember_in_store();
  return head;
}

// Outside of the mutex: the store may run other people's units on this thread.
void LedgerSigner::remember_in_store() {
  std::unique_lock lock{mutex_};
  auto note = std::exchange(unstored_note_, std::nullopt);
  lock.unlock();
  if (note)
    store_.write([note = std::move(*note)](StoreWriter& store) { store.put_setting(last_note_setting, note); }, {});
}

Result<LedgerSigner::Head> LedgerSigner::sign_locked() {
  if (broken_) return *broken_;
  if (auto const caught_up = catch_up(); !caught_up) return caught_up.error();
  auto const size = tree_.size();
  bool const by_newest = last_ && opens(last_->note, keys_.signing.front().verifier());
  if (by_newest && last_->checkpoint.size == size && last_->checkpoint.root == frontier_.root()) return *last_;
  ledger::Checkpoint next{.origin = keys_.signing.front().verifier().name(), .size = size, .root = tree_.root(size)};
  if (next.root != frontier_.root() || frontier_.size() != size)
    return broken(
        ledger_fault("存放的树与重读的记录不一致", "the tree that is kept is not that of the entries read back"));
  ledger::Proof growth;
  std::optional<ledger::Checkpoint> last;
  if (last_) last = last_->checkpoint;
  if (last && last->size > 0 && last->size < size) growth = ledger::consistency_proof(tree_.nodes(), last->size, size);
  auto note = ledger::sign_checkpoint(next, last, growth, keys_.signing);
  if (!note) return broken(note.error());
  keeping_.memory->keep(*note);  // what was signed is remembered before it is shown
  unstored_note_ = *note;
  last_ = Head{std::move(next), std::move(*note)};
  return *last_;
}

std::optional<std::string> LedgerSigner::newest_note() {
  std::scoped_lock const lock{mutex_};
  load_memory();
  return last_ ? std::optional(last_->note) : std::nullopt;
}

std::uint64_t LedgerSigner::signed_size() {
  std::scoped_lock const lock{mutex_};
  load_memory();
  return last_ ? last_->checkpoint.size : 0;
}

void LedgerSigner::publish(std::uint64_t size, std::string note, std::string stamp) {
  std::scoped_lock const lock{mutex_};
  keeping_.history->keep({size, note, std::move(stamp)});
  if (last_ && last_->checkpoint.size == size) last_->note = std::move(note);
}

Result<ledger::Proof> LedgerSigner::inclusion(std::uint64_t index, std::uint64_t size) {
  std::scoped_lock const lock{mutex_};
  if (!last_ || size > std::min(last_->checkpoint.size, tree_.size()))
    return invalid_params("params.size", "已签名的总账没有这么多条", "the signed ledger has not that many entries");
  if (index >= size) return invalid_params("params.index", "序号超出范围", "the index is not below the size");
  return ledger::inclusion_proof(tree_.nodes(), index, size);
}

Result<ledger::Proof> LedgerSigner::consistency(std::uint64_t from, std::uint64_t to) {
  std::scoped_lock const lock{mutex_};
  if (!last_ || to > std::min(last_->checkpoint.size, tree_.size()))
    return invalid_params("params.to", "已签名的总账没有这么多条", "the signed ledger has not that many entries");
  if (from == 0 || from > to) return invalid_params("params.from", "应在 1 与 to 之间", "it should be from 1 to `to`");
  return ledger::consistency_proof(tree_.nodes(), from, to);
}

std::optional<std::vector<ledger::Digest>> LedgerSigner::tile(ledger::Tile const& tile) {
  std::scoped_lock const lock{mutex_};
  load_memory();
  if (!last_ || broken_) return std::nullopt;
  return tree_.tile(tile, std::min(last_->checkpoint.size, tree_.size()));
}

Result<ledger::Receipt> LedgerSigner::receipt(Entry const& entry, ledger::ReceiptRulebook rulebook) {
  if (auto const ready = wait_for_reading(); !ready) return ready.error();
  std::unique_lock lock{mutex_};
  auto made = receipt_locked(entry, std::move(rulebook));
  lock.unlock();
  remember_in_store();
  return made;
}

Result<ledger::Receipt> LedgerSigner::receipt_locked(Entry const& entry, ledger::ReceiptRulebook rulebook) {
  if (auto const caught_up = catch_up(); !caught_up) return caught_up.error();
  auto const index = static_cast<std::uint64_t>(entry.seq);
  auto const dated = keeping_.history->first_with(index);
  auto note = dated ? dated->note : std::string{};
  if (!dated) {
    auto const newest = sign_locked();
    if (!newest) return newest.error();
    note = newest->note;
  }
  return receipt_under(entry, std::move(rulebook), note, dated ? dated->stamp : std::string{});
}

// Signatures of others than the ledger and the witnesses it asks are left out: a receipt states whose each one is.
Result<ledger::Receipt> LedgerSigner::receipt_under(Entry const& entry, ledger::ReceiptRulebook rulebook,
                                                    std::string const& note, std::string stamp) {
  auto const index = static_cast<std::uint64_t>(entry.seq);
  auto const ours = verifiers();
  auto known = ours;
  std::ranges::copy(witnesses_, std::back_inserter(known));
  auto const head = trimmed(note, known);
  auto const key = std::ranges::find_if(ours, [&](auto const& each) { return opens(ledger::to_text(head), each); });
  if (key == ours.end())
    return ledger_fault("检查点不是本总账的密钥签名的", "none of this ledger's keys signed the checkpoint");
  ledger::ReceiptDates dates{.stamp = std::move(stamp)};
  std::vector<ledger::SignedNote> notes{head};
  auto const on_any = [&](ledger::VerifierKey const& each) {
    return std::ranges::any_of(notes, [&](auto const& one) { return carries(one, each); });
  };
  if (auto const before = keeping_.history->last_without(index)) {
    auto earlier = trimmed(before->note, known);
    auto const on = [&](auto const& each) { return carries(earlier, each); };
    if (std::ranges::any_of(witnesses_, on) && std::ranges::any_of(ours, on)) {
      dates.before = ledger::to_text(earlier);
      notes.push_back(std::move(earlier));
    }
  }
  for (auto const& each : ours)
    if (each != *key && on_any(each)) dates.other_keys.push_back(each.text());
  for (auto const& each : witnesses_)
    if (on_any(each)) dates.witnesses.push_back(each.text());
  auto receipt = ledger::build_receipt(entry.bytes, index, tree_.nodes(), ledger::to_text(head), *key,
                                       std::move(rulebook), std::move(dates));
  if (receipt) receipt->digest = ledger::digest_of(*receipt);
  return receipt;
}

Result<std::vector<ledger::Receipt>> LedgerSigner::receipts_under_newest(
    std::vector<Entry> const& entries, std::vector<ledger::ReceiptRulebook> rulebooks) {
  assert(entries.size() == rulebooks.size());
  auto const head = sign();
  if (!head) return head.error();
  std::scoped_lock const lock{mutex_};
  std::vector<ledger::Receipt> receipts;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto receipt = receipt_under(entries[i], std::move(rulebooks[i]), head->note, {});
    if (!receipt) return receipt.error();
    receipts.push_back(std::move(*receipt));
  }
  return receipts;
}

Result<std::string> LedgerSigner::sign_statement(std::string_view text) {
  std::scoped_lock const lock{mutex_};
  return ledger::sign_note(text, keys_.signing);
}

Result<LedgerSigner::Opened> LedgerSigner::open_signed(std::string const& note) {
  std::scoped_lock const lock{mutex_};
  Fault why;
  for (auto const& key : verifiers()) {
    auto opened = ledger::open_checkpoint(note, key);
    if (opened) return Opened{*std::move(opened), key};
    if (why.says.en.empty()) why = opened.error();
  }
  return why;
}

ledger::VerifierKey LedgerSigner::verifier() {
  std::scoped_lock const lock{mutex_};
  return keys_.signing.front().verifier();
}

void LedgerSigner::use(LedgerKeys keys) {
  std::scoped_lock const lock{mutex_};
  keys_ = std::move(keys);
}

void LedgerSigner::know_witnesses(std::vector<ledger::VerifierKey> witnesses) {
  std::scoped_lock const lock{mutex_};
  witnesses_ = std::move(witnesses);
}

}  // namespace redress::api
