#include "engine/ledger/witnessing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::ledger {
namespace {

constexpr std::size_t proof_hashes_max = 63;

Fault malformed(std::size_t line, std::string_view zh, std::string_view en) {
  return {FaultKind::parse_error,
          {fmt::format("联署请求格式有误：{}", zh), fmt::format("not an add-checkpoint request: {}", en)},
          fmt::format("line {}", line)};
}

std::optional<std::uint64_t> plain_number(std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || fmt::format("{}", number) != text) return std::nullopt;
  return number;
}

CosignVerdict no(int status, std::string zh, std::string en) {
  return {.status = status, .says = {std::move(zh), std::move(en)}};
}

// One of the ledger's keys has signed it; wrong signatures of others, known or not, count for nothing.
bool signed_by_one(SignedNote const& note, std::string_view origin, std::span<VerifierKey const> keys) {
  return std::ranges::any_of(
      keys, [&](VerifierKey const& key) { return key.name() == origin && verify_note(note, key).has_value(); });
}

}  // namespace

std::string to_text(CosignRequest const& request) {
  auto text = fmt::format("old {}\n", request.old_size);
  for (auto const& hash : request.proof) text += base64(hash) + "\n";
  return text + "\n" + request.note;
}

Result<CosignRequest> parse_cosign_request(std::string_view text) {
  CosignRequest request;
  for (std::size_t line = 1;; ++line) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos) return malformed(line, "缺少换行", "a line does not end");
    auto const content = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line == 1) {
      constexpr std::string_view lead = "old ";
      auto const size = content.starts_with(lead) ? plain_number(content.substr(lead.size())) : std::nullopt;
      if (!size) return malformed(line, "第一行应为 old 加旧的条数", "the first line is `old` and a size");
      request.old_size = *size;
    } else if (content.empty()) {
      request.note = text;
      return request;
    } else {
      auto const hash = digest_from_base64(content);
      if (!hash) return malformed(line, "不是 32 字节的 base64", "not 32 bytes of base64");
      if (request.proof.size() == proof_hashes_max)
        return malformed(line, "证明超过 63 个散列", "more than 63 hashes of proof");
      request.proof.push_back(*hash);
    }
  }
}

CosignVerdict weigh(CosignRequest const& request, std::span<VerifierKey const> keys,
                    std::function<std::optional<Checkpoint>(std::string_view origin)> const& last_of) {
  auto const note = parse_signed_note(request.note);
  if (!note) return no(400, note.error().says.zh, note.error().says.en);
  auto const next = parse_checkpoint(note->text);
  if (!next) return no(400, next.error().says.zh, next.error().says.en);
  if (std::ranges::find(keys, next->origin, &VerifierKey::name) == keys.end())
    return no(404, fmt::format("不认识总账 {}", next->origin), fmt::format("the ledger {} is not known", next->origin));
  if (!signed_by_one(*note, next->origin, keys))
    return no(403, "检查点没有该总账密钥的有效签名", "no key of that ledger has signed the checkpoint");
  if (request.old_size > next->size)
    return no(400, "旧的条数大于检查点的条数", "the old size is above the checkpoint's");
  auto const last = last_of(next->origin);
  auto const have = last ? last->size : 0;
  auto conflict = [&](std::string zh, std::string en) {
    auto verdict = no(409, std::move(zh), std::move(en));
    verdict.tells_size = true;
    verdict.size = have;
    return verdict;
  };
  if (request.old_size != have)
    return conflict(fmt::format("本见证人上次联署的是 {} 条", have),
                    fmt::format("this witness cosigned {} entries last", have));
  if (have == next->size && last && last->root != next->root)
    return conflict(fmt::format("本见证人在 {} 条时见过另一个根", have),
                    fmt::format("this witness saw another root at {} entries", have));
  bool const grows = have == 0            ? request.proof.empty()
                     : have == next->size ? request.proof.empty()
                                          : verify_consistency(have, next->size, request.proof, last->root, next->root);
  if (!grows || (next->size == 0 && next->root != sha256("")))
    return no(422, "一致性证明不成立", "the consistency proof does not hold");
  return {.status = 200, .size = have, .checkpoint = *next, .text = note->text};
}

}  // namespace redress::ledger
