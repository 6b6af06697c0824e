#include "api/audit/known_notes.hpp"

#include "engine/ledger/cosignature.hpp"
#include "engine/ledger/stamp.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::size_t cosignature_bytes = 8 + 64;  // seconds, and an Ed25519 signature

[[noreturn]] void wrong(std::string_view zh, std::string_view en, Fault const& why) {
  throw audit::Found{
      {.what = "checkpoint", .says = {fmt::format("{}：{}", zh, why.says.zh), fmt::format("{}: {}", en, why.says.en)}}};
}

bool carries(ledger::SignedNote const& note, ledger::VerifierKey const& key) {
  return std::ranges::any_of(note.signatures, [&](ledger::NoteSignature const& signature) {
    return signature.key_name == key.name() && signature.key_id == key.id();
  });
}

struct Dates {
  std::vector<Instant> at;
  std::vector<std::string> by;
};

Instant seconds_of(ledger::NoteSignature const& signature) {
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < 8; ++i) seconds = seconds << 8U | signature.bytes[i];
  return {static_cast<std::int64_t>(seconds & 0xFFFFFFFFFFFFU) * second_ms};
}

Dates dates_stated(ledger::SignedNote const& note, std::string_view origin) {
  Dates dates;
  for (auto const& signature : note.signatures)
    if (signature.key_name != origin && signature.bytes.size() == cosignature_bytes) {
      dates.at.push_back(seconds_of(signature));
      dates.by.push_back(signature.key_name);
    }
  return dates;
}

Dates dates_of(ledger::SignedNote const& note, std::span<ledger::VerifierKey const> witnesses) {
  Dates dates;
  for (auto const& witness : witnesses) {
    auto const at = ledger::cosigned_at(note, witness);
    if (!at) wrong("检查点上见证人的联署不成立", "a witness's cosignature on a checkpoint is wrong", at.error());
    if (!*at) continue;
    dates.at.push_back(**at);
    dates.by.push_back(witness.name());
  }
  return dates;
}

}  // namespace

void KnownNotes::add(std::string const& note, std::string const& stamp) {
  auto parsed = ledger::parse_signed_note(note);
  if (!parsed) wrong("检查点无法读取", "a checkpoint cannot be read", parsed.error());
  auto checkpoint = ledger::parse_checkpoint(parsed->text);
  if (!checkpoint) wrong("检查点无法读取", "a checkpoint cannot be read", checkpoint.error());
  Known known{.note = *std::move(parsed), .head = {.checkpoint = *std::move(checkpoint)}};
  known.proven = proves(known);
  date(known, stamp);
  known_.push_back(std::move(known));
}

// One right signature of a believed key proves it; a wrong one under such a key's name is damage whatever else is
// there.
bool KnownNotes::proves(Known& known) const {
  bool proven = false;
  for (auto const& key : believed_) {
    if (key.name() != known.head.checkpoint.origin || !carries(known.note, key)) continue;
    if (auto const right = ledger::verify_note(known.note, key); !right)
      wrong("检查点的签名不成立", "a checkpoint is not rightly signed by this ledger's key", right.error());
    proven = true;
  }
  return proven;
}

// Pinned witnesses count once `needed` of them stand behind a date. What only the notes state counts as far as all of
// them agree, so that one wrong clock moves nothing.
void KnownNotes::date(Known& known, std::string const& stamp) const {
  bool const pinned = !policy_.witnesses.empty();
  auto dates = pinned                               ? dates_of(known.note, policy_.witnesses)
               : policy_.stamp_certificates.empty() ? dates_stated(known.note, known.head.checkpoint.origin)
                                                    : Dates{};
  auto needed = pinned && policy_.needed > 0 ? policy_.needed : pinned ? policy_.witnesses.size() : dates.at.size();
  std::optional<Instant> stamped;
  if (!stamp.empty() && (!pinned || !policy_.stamp_certificates.empty())) {
    auto const at = ledger::stamped_at(stamp, known.note.text, policy_.stamp_certificates);
    if (!at) wrong("检查点的时间戳不成立", "the stamp of a checkpoint is wrong", at.error());
    stamped = *at;
  }
  if (stamped && !dates_believed()) {
    dates.at.push_back(*stamped);
    ++needed;
  }
  auto& head = known.head;
  if (needed > 0 && dates.at.size() >= needed) {
    std::ranges::sort(dates.at);
    head.not_later = dates.at[needed - 1];
    head.not_earlier = dates.at[dates.at.size() - needed];
  }
  if (stamped && dates_believed()) {
    head.not_later = std::min(head.not_later.value_or(*stamped), *stamped);
    head.not_earlier = std::max(head.not_earlier.value_or(*stamped), *stamped);
  }
  if (!head.not_later) return;
  if (stamped) dates.by.emplace_back("stamp");
  head.by = fmt::format("{}", fmt::join(dates.by, ", "));
}

std::vector<audit::KnownHead> KnownNotes::heads() const {
  std::vector<audit::KnownHead> heads;
  for (auto const& each : known_) heads.push_back(each.head);
  return heads;
}

std::optional<std::int64_t> KnownNotes::largest_size() const {
  std::optional<std::int64_t> largest;
  for (auto const& each : known_)
    largest = std::max(largest.value_or(0), static_cast<std::int64_t>(each.head.checkpoint.size));
  return largest;
}

std::int64_t KnownNotes::dated() const {
  return std::ranges::count_if(known_, [](Known const& each) { return each.head.not_later.has_value(); });
}

bool KnownNotes::prove(std::span<audit::LedgerWalk::KeyChange const> changes) {
  if (!check_ || known_.empty()) return false;
  for (bool more = true; more;) {
    more = false;
    std::uint64_t bound = 0;  // entries below it are what a believed key signed
    for (auto& each : known_) {
      each.proven = each.proven || proves(each);
      if (each.proven) bound = std::max(bound, each.head.checkpoint.size);
    }
    for (auto const& change : changes) {
      if (static_cast<std::uint64_t>(change.seq) >= bound) continue;
      for (auto const& vkey : {change.from, change.to})
        if (auto const key = ledger::VerifierKey::parse(vkey);
            key && std::ranges::find(believed_, *key) == believed_.end()) {
          believed_.push_back(*key);
          more = true;
        }
    }
  }
  for (auto const& each : known_)
    if (!each.proven)
      throw audit::Found{{.what = "checkpoint",
                          .checkpoint = fmt::format("{}", each.head.checkpoint.size),
                          .says = {fmt::format("{} 条的检查点不是本总账任何已知密钥签名的", each.head.checkpoint.size),
                                   fmt::format("the checkpoint of {} entries is signed by no key known of this ledger",
                                               each.head.checkpoint.size)}}};
  return true;
}

}  // namespace redress::api
