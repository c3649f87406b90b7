// What is no picture at all, under a picture's name.

#include "samples/hostile/bytes.h"
#include "samples/hostile/hostile.h"

namespace dossier::samples {
namespace {

using namespace std::string_view_literals;

Bytes bitmap()
{
    Bytes file = bytes_of("BM");
    append_u32_le(file, 58);
    append_u32_le(file, 0);
    append_u32_le(file, 54);
    append_u32_le(file, 40);
    append_u32_le(file, 1);
    append_u32_le(file, 1);
    append_u16_le(file, 1);
    append_u16_le(file, 24);
    file.resize(58, 0);
    return file;
}

} // namespace

HostileFiles disguised_files()
{
    const auto rejected = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::rejected, std::move(bytes)};
    };
    return {
        rejected("empty.jpg", "no bytes at all", {}),
        rejected("one-byte.png", "a single byte", {0x89}),
        rejected("text.jpg", "plain text named .jpg", bytes_of("客户姓名：无\n证件号码：无\n")),
        rejected("utf16-text.pdf", "UTF-16 text named .pdf", bytes_of("\xFF\xFEh\0e\0l\0l\0o\0"sv)),
        rejected(
            "page.pdf",
            "a web page named .pdf",
            bytes_of("<!DOCTYPE html><html><script>alert(1)</script></html>\n")
        ),
        rejected(
            "drawing.png",
            "an SVG that fetches an address, named .png",
            bytes_of("<svg xmlns='http://www.w3.org/2000/svg'><image "
                     "href='http://example.com/x.png'/></svg>\n")
        ),
        rejected(
            "entities.tif",
            "XML that expands itself, named .tif",
            bytes_of("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c "
                     "'&b;&b;'>]><a>&c;</a>\n")
        ),
        rejected(
            "animation.jpg",
            "a GIF named .jpg",
            bytes_of(
                "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"sv
            )
        ),
        rejected("bitmap.tif", "a BMP named .tif", bitmap()),
        rejected(
            "archive.pdf",
            "a ZIP archive named .pdf",
            joined(bytes_of("PK\x03\x04\x14\0\0\0\0\0"sv), noise(200, 3))
        ),
        rejected(
            "program.jpg",
            "a Windows program named .jpg",
            joined(bytes_of("MZ\x90\0\x03\0\0\0\x04\0"sv), noise(400, 4))
        ),
        rejected(
            "program.png",
            "a Linux program named .png",
            joined(
                bytes_of("\x7F"
                         "ELF\x02\x01\x01\0"sv),
                noise(400, 5)
            )
        ),
        rejected("script.png", "a shell script named .png", bytes_of("#!/bin/sh\nexit 1\n")),
        rejected(
            "office.tif",
            "an old office document named .tif",
            joined(bytes_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv), noise(600, 6))
        ),
        rejected(
            "packed.tif",
            "a gzip file named .tif",
            joined(bytes_of("\x1F\x8B\x08\0\0\0\0\0\0\x03"sv), noise(100, 7))
        ),
        rejected(
            "sound.png",
            "a WAV file named .png",
            joined(bytes_of("RIFF\x24\0\0\0WAVEfmt "sv), noise(64, 8))
        ),
        rejected(
            "film.pdf",
            "an MP4 file named .pdf",
            joined(
                bytes_of("\0\0\0\x18"
                         "ftypmp42"sv),
                noise(64, 9)
            )
        ),
        rejected("zeros.jpg", "64 KiB of zeros", Bytes(65536, 0)),
        rejected("noise.jpg", "64 KiB of noise", joined({0x00}, noise(65535, 10))),
        rejected("signature-only.jpg", "the first bytes of a JPEG and no more", {0xFF, 0xD8, 0xFF}),
        rejected(
            "signature-only.png",
            "the signature of a PNG and no more",
            {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}
        ),
        rejected("signature-only.tif", "the first bytes of a TIFF and no more", {'I', 'I', 42, 0}),
        rejected(
            "signature-only.pdf", "the first line of a PDF and no more", bytes_of("%PDF-1.7\n")
        ),
    };
}

HostileFiles hostile_files()
{
    HostileFiles all = disguised_files();
    for (auto* family :
         {&hostile_jpegs,
          &hostile_pngs,
          &hostile_tiffs,
          &hostile_pdfs,
          &hostile_jp2s,
          &hostile_webps})
        for (HostileFile& file : family())
            all.push_back(std::move(file));
    return all;
}

std::string_view name_of(Expect expect)
{
    switch (expect) {
    case Expect::rejected: return "rejected";
    case Expect::refused: return "refused";
    case Expect::survived: break;
    }
    return "survived";
}

} // namespace dossier::samples
