// A bag's own pages (BagIt 1.0, RFC 8493): its manifests, made and read, and what a path in it may look like.
//
// Stricter than the RFC where two readers could differ: paths are letters, digits, dot, dash and underscore between
// slashes, so nothing in them is ever escaped, absolute or leads out of the bag.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::packs {

inline constexpr std::string_view bagit_path = "bagit.txt";
inline constexpr std::string_view bag_info_path = "bag-info.txt";
inline constexpr std::string_view manifest_path = "manifest-sha256.txt";
inline constexpr std::string_view tagmanifest_path = "tagmanifest-sha256.txt";
inline constexpr std::string_view seal_path = "seal.txt";
inline constexpr std::string_view page_path = "verify.html";
inline constexpr std::string_view payload_folder = "data/";
inline constexpr std::string_view bagit_text = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
inline constexpr std::size_t path_chars_max = 200;

struct ManifestLine {
  std::string sha256;  // lower-case hex
  std::string path;

  bool operator==(ManifestLine const&) const = default;
};

bool is_bag_path(std::string_view path);

/// Sorted by path, in the form that `sha256sum -c` reads too.
std::string manifest_text(std::vector<ManifestLine> lines);

/// Only what manifest_text writes. Fault `parse_error`, position "line N".
Result<std::vector<ManifestLine>> parse_manifest(std::string_view text);

/// "octets.files" of the payload.
std::string payload_oxum(std::int64_t bytes, std::size_t files);

/// One "Label: value" a line. Values lie on one line.
std::string bag_info_text(std::vector<std::pair<std::string, std::string>> const& labels);

/// The value of a label; empty where it is not there, or there twice.
std::string bag_info_value(std::string_view text, std::string_view label);

}  // namespace redress::packs
