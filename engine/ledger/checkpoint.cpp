#include "engine/ledger/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace redress::ledger {
namespace {

Fault malformed(int line, std::string_view why_zh, std::string_view why_en) {
  return {FaultKind::parse_error,
          {fmt::format("检查点格式有误：{}", why_zh), fmt::format("not a checkpoint: {}", why_en)},
          fmt::format("line {}", line)};
}

Fault broken(std::string zh, std::string en) { return {FaultKind::ledger_broken, {std::move(zh), std::move(en)}}; }

// Nothing where there is no whole line left; lines of a checkpoint are never empty.
std::optional<std::string_view> take_line(std::string_view& rest) {
  auto const end = rest.find('\n');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  auto const line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (ec != std::errc{} || fmt::format("{}", size) != text) return std::nullopt;
  return size;
}

bool grows(Checkpoint const& last, Checkpoint const& next, std::span<Digest const> growth) {
  if (last.size == 0) return growth.empty() && last.root == sha256("");
  return verify_consistency(last.size, next.size, growth, last.root, next.root);
}

}  // namespace

std::string to_text(Checkpoint const& checkpoint) {
  auto text = fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, base64(checkpoint.root));
  for (auto const& extension : checkpoint.extensions) text.append(extension).append(1, '\n');
  return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view body) {
  auto rest = body;
  auto const origin = take_line(rest);
  if (!origin) return malformed(1, "缺少总账名称", "the origin is missing");
  auto const size_line = take_line(rest);
  auto const size = size_line ? parse_size(*size_line) : std::nullopt;
  if (!size) return malformed(2, "大小不是规范的十进制数", "the size is no plain decimal number");
  auto const root_line = take_line(rest);
  auto const root = digest_from_base64(root_line.value_or(""));
  if (!root) return malformed(3, "根不是 32 字节的 base64", "the root is not 32 bytes of base64");
  Checkpoint checkpoint{std::string(*origin), *size, *root};
  for (int line = 4; !rest.empty(); ++line) {
    auto const extension = take_line(rest);
    if (!extension) return malformed(line, "扩展行为空或不完整", "an extension line is empty or unfinished");
    checkpoint.extensions.emplace_back(*extension);
  }
  return checkpoint;
}

Result<Checkpoint> open_checkpoint(std::string_view note, VerifierKey const& key) {
  auto const parsed = parse_signed_note(note);
  if (!parsed) return parsed.error();
  if (auto const signed_by_key = verify_note(*parsed, key); !signed_by_key) return signed_by_key.error();
  auto checkpoint = parse_checkpoint(parsed->text);
  if (checkpoint && checkpoint->origin != key.name())
    return broken(fmt::format("检查点属于总账 {}，密钥属于 {}", checkpoint->origin, key.name()),
                  fmt::format("the checkpoint is of {}, the key is of {}", checkpoint->origin, key.name()));
  return checkpoint;
}

Result<std::string> sign_checkpoint(Checkpoint const& next, std::optional<Checkpoint> const& last,
                                    std::span<Digest const> growth, std::span<SigningKey const> keys) {
  auto const is_ours = [&](SigningKey const& key) { return key.verifier().name() == next.origin; };
  if (keys.empty() || !std::ranges::all_of(keys, is_ours))
    return broken(fmt::format("总账 {} 只能由同名密钥签名", next.origin),
                  fmt::format("only keys of its own name sign for the ledger {}", next.origin));
  if (last && last->origin != next.origin)
    return broken(fmt::format("上一检查点属于总账 {}", last->origin),
                  fmt::format("the last checkpoint is of the ledger {}", last->origin));
  if (last && last->size > next.size)
    return broken(fmt::format("总账变短：已签名 {} 条，现有 {} 条", last->size, next.size),
                  fmt::format("the ledger shrank: {} entries were signed, {} are here", last->size, next.size));
  if (last && !grows(*last, next, growth))
    return broken(fmt::format("总账与已签名的检查点（{} 条）不一致", last->size),
                  fmt::format("the ledger contradicts the checkpoint signed at {} entries", last->size));
  if (next.size == 0 && next.root != sha256(""))
    return broken("空总账的根不对", "the root is not that of an empty ledger");
  return sign_note(to_text(next), keys);
}

}  // namespace redress::ledger
