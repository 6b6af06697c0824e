#include "engine/ledger/receipt_dates.hpp"

#include "engine/ledger/cosignature.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

bool is_of(NoteSignature const& signature, VerifierKey const& key) {
  return signature.key_name == key.name() && signature.key_id == key.id();
}

bool is_of_any(NoteSignature const& signature, std::span<VerifierKey const> keys) {
  return std::ranges::any_of(keys, [&](VerifierKey const& key) { return is_of(signature, key); });
}

Fault broken(std::string zh, std::string en) { return {FaultKind::ledger_broken, {std::move(zh), std::move(en)}}; }

}  // namespace

Cosigners cosigners_of(SignedNote const& note, std::span<VerifierKey const> ledger_keys,
                       std::span<VerifierKey const> stated, DatePolicy const& policy) {
  Cosigners found;
  auto const& pinned = policy.witnesses;
  for (auto const& signature : note.signatures)
    if (!is_of_any(signature, ledger_keys) && !is_of_any(signature, stated) && !is_of_any(signature, pinned))
      found.fault = broken(fmt::format("检查点上有来历不明的签名：{}", signature.key_name),
                           fmt::format("a signature on the checkpoint is of nobody stated: {}", signature.key_name));
  for (auto const& key : ledger_keys)
    if (std::ranges::any_of(note.signatures, [&](auto const& signature) { return is_of(signature, key); }))
      if (auto const right = verify_note(note, key); !right) found.fault = right.error();
  std::vector<VerifierKey> asked(pinned.begin(), pinned.end());
  for (auto const& key : stated)
    if (std::ranges::find(asked, key) == asked.end()) asked.push_back(key);
  std::vector<Instant> counted;
  for (auto const& key : asked) {
    auto const at = cosigned_at(note, key);
    if (!at) {
      found.fault = at.error();
      continue;
    }
    if (!*at) continue;
    bool const believed = std::ranges::find(pinned, key) != pinned.end();
    found.dates.push_back({**at, key.name(), believed});
    if (believed || pinned.empty()) counted.push_back(**at);
  }
  auto const needed = pinned.empty() ? std::size_t{1} : policy.needed == 0 ? pinned.size() : policy.needed;
  if (counted.size() < needed) {
    if (!pinned.empty() && !found.fault)
      found.fault =
          broken(fmt::format("需要 {} 位见证人的联署，只有 {} 位", needed, counted.size()),
                 fmt::format("{} of the pinned witnesses must have cosigned, {} did", needed, counted.size()));
    return found;
  }
  std::ranges::sort(found.dates, {}, &DateBound::at);
  std::ranges::sort(counted);
  found.not_later = counted[needed - 1];
  found.not_earlier = counted[counted.size() - needed];
  return found;
}

}  // namespace redress::ledger
