// JPEG through libjpeg-turbo, decoded at an eighth to a whole of its size, whichever is enough.
#include "storage/pictures/decoders.hpp"

#include <csetjmp>
#include <cstdio>
#include <memory>

// jpeglib.h needs what <cstdio> declares.
#include <jpeglib.h>

namespace redress::storage {
namespace {

constexpr unsigned enough = 256;  // pixels a side

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

struct JumpOut {
  jpeg_error_mgr errors;  // first, so that libjpeg's pointer to it is one to this
  std::jmp_buf back;
};

void jump_out(j_common_ptr info) { std::longjmp(reinterpret_cast<JumpOut*>(info->err)->back, 1); }
void say_nothing(j_common_ptr) {}
void say_nothing_either(j_common_ptr, int) {}

// libjpeg reports by jumping, past frames that must therefore hold nothing to destroy: all of that lives in here.
class Decoder {
 public:
  explicit Decoder(std::filesystem::path const& file) : file_(std::fopen(file.c_str(), "rb")) {}
  ~Decoder() {
    if (begun_) jpeg_destroy_decompress(&info_);
  }
  Decoder(Decoder const&) = delete;
  Decoder& operator=(Decoder const&) = delete;

  bool read_header() {
    if (!file_) return false;
    info_.err = jpeg_std_error(&out_.errors);
    out_.errors.error_exit = &jump_out;
    out_.errors.output_message = &say_nothing;
    out_.errors.emit_message = &say_nothing_either;
    if (setjmp(out_.back) != 0) return false;
    jpeg_create_decompress(&info_);
    begun_ = true;
    jpeg_stdio_src(&info_, file_.get());
    return jpeg_read_header(&info_, TRUE) == JPEG_HEADER_OK;
  }

  PictureSize size() const { return {info_.image_width, info_.image_height}; }

  bool read_gray(GrayPicture& picture) {
    if (info_.jpeg_color_space != JCS_YCbCr && info_.jpeg_color_space != JCS_GRAYSCALE) return false;
    info_.out_color_space = JCS_GRAYSCALE;
    info_.scale_num = 1;
    info_.scale_denom = 1;
    while (info_.scale_denom < 8 && info_.image_width / (2 * info_.scale_denom) >= enough &&
           info_.image_height / (2 * info_.scale_denom) >= enough)
      info_.scale_denom *= 2;
    if (setjmp(out_.back) != 0) return false;
    jpeg_start_decompress(&info_);
    picture.width = static_cast<int>(info_.output_width);
    picture.height = static_cast<int>(info_.output_height);
    picture.gray.resize(static_cast<std::size_t>(info_.output_width) * info_.output_height);
    while (info_.output_scanline < info_.output_height) {
      JSAMPROW row = picture.gray.data() + static_cast<std::size_t>(info_.output_scanline) * info_.output_width;
      jpeg_read_scanlines(&info_, &row, 1);
    }
    return true;
  }

 private:
  File file_;
  jpeg_decompress_struct info_{};
  JumpOut out_{};
  bool begun_ = false;
};

}  // namespace

std::optional<PictureSize> jpeg_size(std::filesystem::path const& file) {
  Decoder decoder(file);
  if (!decoder.read_header()) return std::nullopt;
  return decoder.size();
}

std::optional<GrayPicture> jpeg_gray(std::filesystem::path const& file) {
  Decoder decoder(file);
  GrayPicture picture;
  if (!decoder.read_header() || !decoder.read_gray(picture)) return std::nullopt;
  return picture;
}

}  // namespace redress::storage
