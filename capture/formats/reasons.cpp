#include "capture/formats/reasons.h"

#include <string>

namespace dossier::capture {

namespace {

struct Text {
    std::string_view code;
    std::string_view chinese;
    std::string_view english;
};

Text text_of(Reason reason)
{
    switch (reason) {
    case Reason::empty:
        return {"empty", "文件是空的，请重新扫描。", "The file is empty; please scan it again."};
    case Reason::incomplete:
        return {
            "incomplete",
            "文件不完整，后面的内容缺失，请重新扫描或重新发送。",
            "The file is not complete: its end is missing; please scan or send it again."};
    case Reason::not_a_document:
        return {
            "not_a_document",
            "这不是可以接收的文件，只接收 PDF 和 JPEG、PNG、TIFF、WebP、JPEG 2000 图片。",
            "This is not a file we take: only PDFs and JPEG, PNG, TIFF, WebP and JPEG 2000 "
            "pictures."};
    case Reason::broken:
        return {
            "broken",
            "文件已损坏，无法打开，请重新扫描。",
            "The file is damaged and cannot be opened; please scan it again."};
    case Reason::truncated:
        return {
            "truncated",
            "图像数据中途缺失，请重新扫描。",
            "Part of the picture is missing; please scan it again."};
    case Reason::too_large:
        return {
            "too_large",
            "文件太大，请降低分辨率或分成几个文件。",
            "The file is too large; please scan at a lower resolution or split it."};
    case Reason::side_too_long:
        return {
            "side_too_long",
            "页面的宽或高超过允许的像素数，请降低分辨率。",
            "A page is wider or taller than allowed; please scan at a lower resolution."};
    case Reason::too_many_pixels:
        return {
            "too_many_pixels",
            "页面的像素太多，请降低分辨率。",
            "A page has too many pixels; please scan at a lower resolution."};
    case Reason::too_many_pixels_in_file:
        return {
            "too_many_pixels_in_file",
            "文件所有页面的像素合计太多，请分成几个文件。",
            "The pages of the file have too many pixels together; please split it."};
    case Reason::too_many_pages:
        return {
            "too_many_pages",
            "文件的页数太多，请分成几个文件。",
            "The file has too many pages; please split it."};
    case Reason::suspicious_ratio:
        return {
            "suspicious_ratio",
            "文件解开后的大小异常，已拒绝打开，请重新扫描。",
            "The file would unpack to a suspicious size and was not opened; please scan it again."};
    case Reason::directory_loop:
        return {
            "directory_loop",
            "文件的页面目录循环，已损坏，请重新扫描。",
            "The file's list of pages runs in a circle; please scan it again."};
    case Reason::too_many_entries:
        return {
            "too_many_entries",
            "文件的结构异常复杂，已拒绝打开，请重新扫描。",
            "The file's structure is suspiciously large and was not opened; please scan it again."};
    case Reason::no_pages:
        return {
            "no_pages",
            "文件里没有页面，请重新扫描。",
            "The file holds no page; please scan it again."};
    case Reason::unsupported_picture:
        return {
            "unsupported_picture",
            "这种图像格式无法读取，请用 JPEG、PNG 或 TIFF 重新扫描。",
            "This kind of picture cannot be read; please scan again as JPEG, PNG or TIFF."};
    case Reason::moving_picture:
        return {
            "moving_picture",
            "这是动画，不是单页图像，请另存为静态图片。",
            "This is an animation, not a page; please save it as a still picture."};
    case Reason::out_of_memory:
        return {
            "out_of_memory",
            "打开这个文件需要的内存太多，请降低分辨率。",
            "The file needs too much memory to open; please scan at a lower resolution."};
    case Reason::pdf_encrypted:
        return {
            "pdf_encrypted",
            "PDF 已加密，需要密码才能打开，请提供不带密码的文件。",
            "The PDF is encrypted and needs a password; please provide it without one."};
    case Reason::pdf_page_without_scan:
        return {
            "pdf_page_without_scan",
            "PDF 里有一页不是扫描图像，请打印后扫描。",
            "A page of the PDF is not a scan; please print and scan it."};
    case Reason::pdf_page_not_drawn:
        return {
            "pdf_page_not_drawn",
            "PDF 里有一页无法显示成图像，请打印后扫描。",
            "A page of the PDF could not be drawn; please print and scan it."};
    case Reason::pdf_picture_kind:
        return {
            "pdf_picture_kind",
            "PDF 里的图像压缩方式无法读取，请用 JPEG 或传真压缩重新扫描。",
            "The PDF holds a kind of picture that cannot be read; please scan again."};
    case Reason::not_a_plain_file:
        return {
            "not_a_plain_file",
            "这不是普通文件（是文件夹、链接或设备），请直接放入文件本身。",
            "This is not a plain file but a folder, link or device; please drop the file itself."};
    case Reason::second_name:
        return {
            "second_name",
            "这个文件在别处还有一个名字（硬链接），请放入独立的副本。",
            "The file has a second name elsewhere (a hard link); please drop a copy of its own."};
    case Reason::unusable_name:
        return {
            "unusable_name",
            "文件名含有无法使用的字符，请改名后重新放入。",
            "The file's name has characters that cannot be used; please rename it and drop it "
            "again."};
    case Reason::no_permission:
        return {
            "no_permission",
            "没有读取这个文件的权限，请检查扫描程序的权限设置。",
            "There is no permission to read the file; please check how the scanner program saves "
            "it."};
    }
    return {"broken", "", ""};
}

} // namespace

std::string_view code_of(Reason reason)
{
    return text_of(reason).code;
}

Refusal refusal(Reason reason)
{
    const Text text = text_of(reason);
    return {std::string(text.code), std::string(text.chinese) + " " + std::string(text.english)};
}

} // namespace dossier::capture
