#include "api/packs/bag.hpp"

#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::packs {
namespace {

constexpr std::size_t hex_chars = 64;

bool is_segment(std::string_view segment) {
  if (segment.empty() || segment == "." || segment == "..") return false;
  return std::ranges::all_of(segment, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  });
}

Fault misread(std::size_t line) {
  return {FaultKind::parse_error,
          {fmt::format("第 {} 行不是清单行", line), fmt::format("line {} is no line of a manifest", line)},
          fmt::format("line {}", line)};
}

}  // namespace

bool is_bag_path(std::string_view path) {
  if (path.size() > path_chars_max) return false;
  for (;;) {
    auto const slash = path.find('/');
    if (!is_segment(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::string manifest_text(std::vector<ManifestLine> lines) {
  std::ranges::sort(lines, {}, &ManifestLine::path);
  std::string text;
  for (auto const& line : lines) text += fmt::format("{}  {}\n", line.sha256, line.path);
  return text;
}

Result<std::vector<ManifestLine>> parse_manifest(std::string_view text) {
  std::vector<ManifestLine> lines;
  while (!text.empty()) {
    auto const number = lines.size() + 1;
    auto const end = text.find('\n');
    if (end == std::string_view::npos) return misread(number);
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.size() < hex_chars + 3 || line.substr(hex_chars, 2) != "  ") return misread(number);
    ManifestLine parsed{std::string(line.substr(0, hex_chars)), std::string(line.substr(hex_chars + 2))};
    if (!ledger::digest_from_hex(parsed.sha256) || !is_bag_path(parsed.path)) return misread(number);
    if (!lines.empty() && lines.back().path >= parsed.path)
      return Fault{FaultKind::parse_error,
                   {fmt::format("第 {} 行未按顺序或重复", number),
                    fmt::format("line {} is out of order or there twice", number)},
                   fmt::format("line {}", number)};
    lines.push_back(std::move(parsed));
  }
  return lines;
}

std::string payload_oxum(std::int64_t bytes, std::size_t files) { return fmt::format("{}.{}", bytes, files); }

std::string bag_info_text(std::vector<std::pair<std::string, std::string>> const& labels) {
  std::string text;
  for (auto const& [label, value] : labels) text += fmt::format("{}: {}\n", label, value);
  return text;
}

std::string bag_info_value(std::string_view text, std::string_view label) {
  std::string found;
  int times = 0;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto const line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with(label) || line.substr(label.size(), 2) != ": ") continue;
    found = line.substr(label.size() + 2);
    ++times;
  }
  return times == 1 ? found : std::string{};
}

}  // namespace redress::packs
