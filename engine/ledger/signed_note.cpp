#include "engine/ledger/signed_note.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

constexpr std::size_t note_bytes_max = 1 << 20;
constexpr std::size_t signatures_max = 100;
constexpr std::size_t key_id_bytes = 4;
constexpr std::string_view signature_lead = "\u2014 ";

bool is_note_text(std::string_view text) {
  return text.ends_with('\n') && is_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

Fault malformed(std::size_t line, std::string_view why_zh, std::string_view why_en) {
  return {FaultKind::parse_error,
          {fmt::format("签名文本格式有误：{}", why_zh), fmt::format("not a signed note: {}", why_en)},
          line == 0 ? std::string{} : fmt::format("line {}", line)};
}

Result<NoteSignature> parse_signature(std::string_view line, std::size_t number) {
  if (!line.starts_with(signature_lead))
    return malformed(number, "签名行应以“— ”开头", "a signature line begins with an em dash and a space");
  line.remove_prefix(signature_lead.size());
  auto const space = line.find(' ');
  if (space == std::string_view::npos)
    return malformed(number, "签名行缺少签名", "a signature line lacks its signature");
  auto const name = line.substr(0, space);
  if (auto const good = check_key_name(name); !good)
    return malformed(number, good.error().says.zh, good.error().says.en);
  auto const bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= key_id_bytes)
    return malformed(number, "签名不是规范的 base64 或过短", "the signature is no canonical base64 or too short");
  NoteSignature signature{std::string(name), 0, {bytes->begin() + key_id_bytes, bytes->end()}};
  for (std::size_t i = 0; i < key_id_bytes; ++i) signature.key_id = signature.key_id << 8 | (*bytes)[i];
  return signature;
}

Result<std::vector<NoteSignature>> parse_lines(std::string_view rest, std::size_t line) {
  std::vector<NoteSignature> signatures;
  for (; !rest.empty(); ++line) {
    auto const end = rest.find('\n');
    auto signature = parse_signature(rest.substr(0, end), line);
    if (!signature) return signature.error();
    if (signatures.size() == signatures_max) return malformed(line, "签名超过 100 个", "more than 100 signatures");
    signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (signatures.empty()) return malformed(line, "没有签名", "there is no signature");
  return signatures;
}

}  // namespace

std::string to_line(NoteSignature const& signature) {
  std::vector<std::uint8_t> bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(signature.key_id >> shift));
  bytes.insert(bytes.end(), signature.bytes.begin(), signature.bytes.end());
  return fmt::format("{}{} {}\n", signature_lead, signature.key_name, base64(bytes));
}

Result<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  if (lines.size() > note_bytes_max) return malformed(0, "超过 1 MiB", "longer than 1 MiB");
  if (!is_note_text(lines))
    return malformed(0, "应为以换行结尾、不含控制字符的 UTF-8",
                     "it is UTF-8 without control characters that ends in a newline");
  return parse_lines(lines, 1);
}

Result<SignedNote> parse_signed_note(std::string_view note) {
  if (note.size() > note_bytes_max) return malformed(0, "超过 1 MiB", "longer than 1 MiB");
  if (!is_note_text(note))
    return malformed(0, "应为以换行结尾、不含控制字符的 UTF-8",
                     "it is UTF-8 without control characters that ends in a newline");
  auto const split = note.rfind("\n\n");
  if (split == std::string_view::npos)
    return malformed(0, "正文与签名之间缺少空行", "no empty line before the signatures");
  auto const line = static_cast<std::size_t>(std::ranges::count(note.substr(0, split + 2), '\n')) + 1;
  auto signatures = parse_lines(note.substr(split + 2), line);
  if (!signatures) return signatures.error();
  return SignedNote{std::string(note.substr(0, split + 1)), *std::move(signatures)};
}

std::string to_text(SignedNote const& note) {
  std::string text = note.text + "\n";
  for (auto const& signature : note.signatures) text += to_line(signature);
  return text;
}

SignedNote with_signatures_of(SignedNote note, std::span<VerifierKey const> keys) {
  std::erase_if(note.signatures, [&](NoteSignature const& signature) {
    return std::ranges::none_of(
        keys, [&](VerifierKey const& key) { return key.name() == signature.key_name && key.id() == signature.key_id; });
  });
  return note;
}

Result<std::string> sign_note(std::string_view text, std::span<SigningKey const> keys) {
  if (!is_note_text(text))
    return invalid_params({}, "待签名文本应为以换行结尾、不含控制字符的 UTF-8",
                          "what is signed is UTF-8 without control characters that ends in a newline");
  SignedNote note{std::string(text), {}};
  for (auto const& key : keys) {
    auto const signature = key.sign(as_bytes(text));
    note.signatures.push_back({key.verifier().name(), key.verifier().id(), {signature.begin(), signature.end()}});
  }
  return to_text(note);
}

Result<void> verify_note(SignedNote const& note, VerifierKey const& key) {
  bool found = false;
  for (auto const& signature : note.signatures) {
    if (signature.key_name != key.name() || signature.key_id != key.id()) continue;
    if (!ed25519_verifies(key.public_key(), as_bytes(note.text), signature.bytes))
      return Fault{FaultKind::ledger_broken,
                   {fmt::format("密钥 {} 的签名与文本不符", key.name()),
                    fmt::format("the signature of {} does not belong to this text", key.name())}};
    found = true;
  }
  if (!found)
    return Fault{
        FaultKind::ledger_broken,
        {fmt::format("没有密钥 {} 的签名", key.text()), fmt::format("no signature of the key {}", key.text())}};
  return {};
}

}  // namespace redress::ledger
