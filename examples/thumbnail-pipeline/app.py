"""Thumbnails by S3 and SQS: an ordinary boto3 program.

Pictures are put into a bucket, and a job for each goes to a queue. Two workers long-poll the queue,
make the thumbnails with Pillow, put them beside the pictures, and delete their jobs. One job names
a file that is no picture: it comes back until the queue's redrive policy moves it to the
dead-letter queue.

Nothing here knows Nephele. Where the cloud is, boto3 is told by AWS_ENDPOINT_URL.
"""

import io
import json
import math
import pathlib
import sys
import tempfile
import threading
import time

import boto3
from PIL import Image, ImageDraw, UnidentifiedImageError

BUCKET = "thumbnail-pipeline"
SIZE = (160, 160)
PICTURES = 12
WORKERS = 2
MAX_RECEIVE_COUNT = 3
# A job that failed is tried again after so many seconds.
RETRY_SECONDS = 1
GIVE_UP_SECONDS = 60


def draw_pictures(folder):
    """Real files: PNG, JPEG and PPM in several sizes, and one that only has the name of a PNG."""
    for number in range(PICTURES):
        width, height = 640 + 160 * (number % 4), 480 + 120 * (number % 3)
        picture = Image.radial_gradient("L").resize((width, height)).convert("RGB")
        pen = ImageDraw.Draw(picture)
        for step in range(0, 360, 6):
            angle, reach = math.radians(step), 60 + 12 * number
            end = (width / 2 + reach * math.cos(angle), height / 2 + reach * math.sin(angle))
            colour = (step * 255 // 360, 40 * number % 256, 255 - step * 255 // 360)
            pen.line([(width / 2, height / 2), end], fill=colour, width=3)
        picture.save(folder / f"picture-{number:02}.{('png', 'jpg', 'ppm')[number % 3]}")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing that is a picture")


def make_queues(sqs):
    """The queue of jobs, and where jobs go that keep failing."""
    dead_url = sqs.create_queue(QueueName="thumbnail-jobs-dead")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(
        QueueUrl=dead_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = {"deadLetterTargetArn": dead_arn, "maxReceiveCount": MAX_RECEIVE_COUNT}
    jobs_url = sqs.create_queue(QueueName="thumbnail-jobs", Attributes={
        "VisibilityTimeout": "30", "RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
    return jobs_url, dead_url


def produce(s3, sqs, jobs_url, folder):
    """Puts every file and sends a job for it."""
    files = sorted(folder.iterdir())
    for file in files:
        s3.upload_file(str(file), BUCKET, f"pictures/{file.name}")
        job = {"bucket": BUCKET, "key": f"pictures/{file.name}"}
        sqs.send_message(QueueUrl=jobs_url, MessageBody=json.dumps(job))
    return len(files)


def make_thumbnail(s3, job):
    """The work itself: get, shrink, put. Raises when the file is no picture."""
    original = s3.get_object(Bucket=job["bucket"], Key=job["key"])["Body"].read()
    picture = Image.open(io.BytesIO(original))
    before = picture.size
    picture.thumbnail(SIZE)
    out = io.BytesIO()
    picture.save(out, "PNG")
    name = pathlib.PurePosixPath(job["key"]).stem
    s3.put_object(
        Bucket=job["bucket"], Key=f"thumbnails/{name}.png", Body=out.getvalue(),
        ContentType="image/png", Metadata={"source": job["key"]})
    return before, picture.size


def consume(number, jobs_url, stop, report):
    """A worker: long-polls, works, deletes; leaves a job that fails to come back."""
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    while not stop.is_set():
        answer = sqs.receive_message(
            QueueUrl=jobs_url, WaitTimeSeconds=2, MaxNumberOfMessages=3,
            MessageSystemAttributeNames=["ApproximateReceiveCount"])
        for message in answer.get("Messages", []):
            job, handle = json.loads(message["Body"]), message["ReceiptHandle"]
            try:
                before, after = make_thumbnail(s3, job)
            except UnidentifiedImageError:
                attempt = message["Attributes"]["ApproximateReceiveCount"]
                report(f"worker {number}: {job['key']} is no picture (attempt {attempt})")
                sqs.change_message_visibility(
                    QueueUrl=jobs_url, ReceiptHandle=handle, VisibilityTimeout=RETRY_SECONDS)
            else:
                sqs.delete_message(QueueUrl=jobs_url, ReceiptHandle=handle)
                report(f"worker {number}: {job['key']} {before[0]}x{before[1]}"
                       f" -> {after[0]}x{after[1]}")


def wait_for(condition):
    end = time.monotonic() + GIVE_UP_SECONDS
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"the pipeline was not done after {GIVE_UP_SECONDS} s")
        time.sleep(0.1)


def keys(s3, prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def depth(sqs, url):
    """Messages in a queue, those that a worker has in its hands included."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(value) for value in found.values())


def check_thumbnails(s3):
    """Reads every thumbnail back: each is a picture that fits."""
    for key in keys(s3, "thumbnails/"):
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        size = Image.open(io.BytesIO(body)).size
        assert max(size) == max(SIZE), (key, size)


def clean_up(s3, sqs, *urls):
    for url in urls:
        sqs.delete_queue(QueueUrl=url)
    for key in keys(s3, ""):
        s3.delete_object(Bucket=BUCKET, Key=key)
    s3.delete_bucket(Bucket=BUCKET)


def main():
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    s3.create_bucket(Bucket=BUCKET)
    jobs_url, dead_url = make_queues(sqs)
    with tempfile.TemporaryDirectory() as folder:
        draw_pictures(pathlib.Path(folder))
        sent = produce(s3, sqs, jobs_url, pathlib.Path(folder))
    print(f"{sent} files in s3://{BUCKET}/pictures/, {sent} jobs in {jobs_url}")

    stop, lock = threading.Event(), threading.Lock()

    def report(line):
        with lock:
            print(f"  {line}", flush=True)
    workers = [threading.Thread(target=consume, args=(number, jobs_url, stop, report))
               for number in range(1, WORKERS + 1)]
    for worker in workers:
        worker.start()
    try:
        wait_for(lambda: depth(sqs, jobs_url) == 0)
    finally:
        stop.set()
        for worker in workers:
            worker.join()

    made = keys(s3, "thumbnails/")
    check_thumbnails(s3)
    dead = sqs.receive_message(QueueUrl=dead_url, WaitTimeSeconds=5,
                               MessageSystemAttributeNames=["ApproximateReceiveCount"])
    names = [json.loads(message["Body"])["key"] for message in dead.get("Messages", [])]
    print(f"{len(made)} thumbnails in s3://{BUCKET}/thumbnails/, {depth(sqs, jobs_url)} jobs left")
    print(f"dead-letter queue: {', '.join(names) or 'empty'}")
    clean_up(s3, sqs, jobs_url, dead_url)
    assert len(made) == PICTURES, made
    assert names == ["pictures/broken.png"], names


if __name__ == "__main__":
    main()
