#include "api/cli/given_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace redress::cli {

std::optional<Fault> unreadable(std::filesystem::path const& file) {
  auto const name = file.string();
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return Fault{FaultKind::not_found,
                 {fmt::format("{} 是文件夹，不是文件", name), fmt::format("{} is a folder, not a file", name)}};
  if (std::ifstream{file}) return std::nullopt;
  return Fault{FaultKind::not_found, {fmt::format("无法读取 {}", name), fmt::format("cannot read {}", name)}};
}

std::string content_of_given(std::filesystem::path const& file) {
  if (auto fault = unreadable(file)) throw LocalFailure{std::move(*fault), Exit::not_found};
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace redress::cli
