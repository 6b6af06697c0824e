#include "api/packs/zip_directory.hpp"

#include "api/packs/bag.hpp"

#include <fmt/format.h>

#include <fstream>

namespace redress::packs {
namespace {

// Sizes and places are those of the ZIP format (APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
constexpr std::size_t end_bytes = 22;
constexpr std::size_t record_bytes = 46;
constexpr std::size_t head_bytes = 30;
constexpr std::string_view end_mark{"PK\x05\x06"};
constexpr std::string_view record_mark{"PK\x01\x02"};
constexpr std::string_view head_mark{"PK\x03\x04"};
constexpr std::uint64_t directory_bytes_max = 10'000 * (record_bytes + path_chars_max + 64);

Fault bad(std::string_view zh, std::string_view en, std::string name = {}) {
  return {FaultKind::invalid_params, {std::string(zh), std::string(en)}, std::move(name)};
}

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

std::string read_at(std::ifstream& file, std::uint64_t at, std::size_t size) {
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(at));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

Result<void> check_zip_directory(std::filesystem::path const& zip) {
  std::ifstream file{zip, std::ios::binary | std::ios::ate};
  auto const size = file ? static_cast<std::uint64_t>(file.tellg()) : 0;
  auto const end = size < end_bytes ? std::string{} : read_at(file, size - end_bytes, end_bytes);
  if (!end.starts_with(end_mark)) return bad("不是 ZIP，或结尾有多余内容", "this is no ZIP, or something follows it");
  std::uint64_t const directory_size = number(end, 12, 4);
  std::uint64_t const directory_at = number(end, 16, 4);
  if (directory_at + directory_size + end_bytes != size || directory_size > directory_bytes_max)
    return bad("ZIP 目录不符", "the directory of the ZIP does not fit");
  auto const directory = read_at(file, directory_at, directory_size);
  std::size_t files = 0;
  for (std::size_t at = 0; at < directory.size(); ++files) {
    auto const record = std::string_view(directory).substr(at);
    if (record.size() < record_bytes || !record.starts_with(record_mark))
      return bad("ZIP 目录已损坏", "the directory of the ZIP is damaged");
    auto const name = record.substr(record_bytes, number(record, 28, 2));
    if (!is_bag_path(name)) return bad("不允许的路径", "a path in the directory is not allowed");
    auto const head = read_at(file, number(record, 42, 4), head_bytes + name.size());
    if (!head.starts_with(head_mark) || number(head, 26, 2) != name.size() || head.substr(head_bytes) != name)
      return bad(fmt::format("{}：从头读与按目录读不同", name),
                 fmt::format("{}: it reads otherwise from the ZIP's front than from its directory", name),
                 std::string(name));
    at += record_bytes + name.size() + number(record, 30, 2) + number(record, 32, 2);
  }
  if (files != number(end, 10, 2) || files != number(end, 8, 2))
    return bad("ZIP 目录不符", "the directory of the ZIP does not fit");
  return {};
}

}  // namespace redress::packs
